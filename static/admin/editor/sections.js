// The headings in a Markdown source, and moving the sections below them. Knows nothing about the page.

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
// What begins with one of these is a list, a quotation, a table, HTML or code, so a rule below it isn't an underline.
const NO_TEXT = /^(?: {4}|\t| {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|[>|<]))/;

// In the order of the source: where the line of the heading starts, its level as typed and its source.
export function headings(text) {
  const found = [];
  let fence = "";
  let paragraph = null;
  let start = 0;
  for (const line of text.split("\n")) {
    const fenced = FENCE.exec(line);
    const atx = ATX.exec(line);
    if (fence) {
      if (fenced?.[1].startsWith(fence) && !fenced[2].trim()) fence = "";
    } else if (fenced && !(fenced[1][0] === "`" && fenced[2].includes("`"))) {
      fence = fenced[1];
      paragraph = null;
    } else if (atx) {
      found.push({ start, level: atx[1].length, title: (atx[2] ?? "").trim() });
      paragraph = null;
    } else if (paragraph?.isText && SETEXT.test(line)) {
      found.push({ start: paragraph.start, level: line.trim()[0] === "=" ? 1 : 2, title: paragraph.title });
      paragraph = null;
    } else if (!line.trim()) {
      paragraph = null;
    } else if (paragraph) {
      paragraph.title += ` ${line.trim()}`;
    } else {
      paragraph = { start, isText: !NO_TEXT.test(line), title: line.trim() };
    }
    start += line.length + 1;
  }
  return found;
}

// The text of a heading without its markup, to show it.
export const plain = (title) =>
  title
    .replace(/\[\^[^\]]*\]/g, "")
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?/g, "$1")
    .replace(/<[^>]*>|[`*\\]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "")
    .trim();

const key = (title) => title.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "");

// For each heading, the anchor of its section by the server, or that of the section that contains it.
export function anchors(found, sections) {
  let next = 0;
  let last = "";
  return found.map(({ title }) => {
    const at = sections.findIndex((section, index) => index >= next && section.level && key(section.heading) === key(plain(title)));
    if (at >= 0) {
      next = at + 1;
      last = sections[at].anchor;
    }
    return last;
  });
}

// The number of the heading whose section contains a position; -1 before the first one.
export const headingAt = (found, position) => found.findLastIndex(({ start }) => start <= position);

// The number of the heading that ends a section: the next one that isn't below its own. May be the number of headings.
function after(found, index) {
  const at = found.findIndex(({ level }, other) => other > index && level <= found[index].level);
  return at < 0 ? found.length : at;
}

// The heading of the next section (step 1) or the previous one (-1) of the same level with the same parent, or -1.
function neighbour(found, index, step) {
  const { level } = found[index];
  for (let at = index + step; found[at]; at += step) {
    if (found[at].level < level) return -1;
    if (found[at].level === level) return at;
  }
  return -1;
}

const titles = (text) => headings(text).map(({ level, title }) => `${level} ${title}`).sort().join("\n");

// Before which heading a section is put that is dropped before the one at `to` (or the end, if `to` is the number of
// headings): no other section gets a new parent. -1 if it would stay where it is, or above all that it is below.
export function place(found, index, to) {
  const { level } = found[index];
  const at = found.findIndex((heading, other) => other >= to && heading.level <= level);
  if (at === 0 && found[0].level < level) return -1;
  const put = at < 0 ? found.length : at;
  return put < index || put > after(found, index) ? put : -1;
}

// How to put a section before the heading at `to`: replace start to end with the text. Blank lines stay where they are,
// and `by` is how far the section has moved. null if the other headings would change.
export function put(text, index, to) {
  const found = headings(text);
  const next = after(found, index);
  const isUp = to < index;
  const [start, middle, end] = (isUp ? [to, index, next] : [index, next, to]).map((at) => found[at]?.start ?? text.length);
  const [upper, lower] = [text.slice(start, middle), text.slice(middle, end)];
  const [top, bottom] = [upper.trimEnd(), lower.trimEnd()];
  const between = upper.slice(top.length);
  const swapped = bottom + between + top + lower.slice(bottom.length);
  if (titles(text.slice(0, start) + swapped + text.slice(end)) !== titles(text)) return null;
  return { start, end, text: swapped, by: isUp ? start - middle : bottom.length + between.length };
}

// The same for the next place (step 1) or the previous one (-1) below the same parent. null if there is none.
export function move(text, index, step) {
  const found = headings(text);
  const other = neighbour(found, index, step);
  return other < 0 ? null : put(text, index, step < 0 ? other : after(found, other));
}
