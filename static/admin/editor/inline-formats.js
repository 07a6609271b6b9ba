// Bold, italic, code and links in Markdown. A format takes a textarea and its selected lines (text.js), changes nothing,
// and returns the part to replace, its new text, and what to select in it. Applied twice, it removes what it added.

// Group 1 or 3 is the mark, group 2 or 4 the text. Three asterisks are bold and italic.
const SPANS = {
  "**": /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g,
  "*": /(?<!\*)(\*|\*{3})(?=[^*\s])(.+?)(?<=[^*\s])\1(?!\*)|(?<![_\p{L}\p{N}])(_)(?=[^_\s])(.+?)(?<=[^_\s])_(?![_\p{L}\p{N}])/gu,
  "`": /(?<!`)(`+)(?!`) ?(.+?) ?(?<!`)\1(?!`)/g,
};
const LINK = /(?<!!)(\[)([^\]\n]*)\]\([^)\n]*\)/g;
const WORD = /[\p{L}\p{N}\p{M}_]+(?:['’-][\p{L}\p{N}\p{M}_]+)*/gu;
// What begins a line in a quote, a list or a heading.
const MARKERS = /^(?:\s*>)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?(?:#{1,6}\s+)?/;
const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

function matches(lines, pattern) {
  return [...lines.text.matchAll(pattern)].map((found) => {
    const start = lines.start + found.index;
    const mark = found[1] ?? found[3];
    const inner = found[2] ?? found[4] ?? found[0];
    return { start, end: start + found[0].length, mark, inner, lead: found[0].indexOf(inner) };
  });
}

// The selection without spaces around it, or the word at the cursor.
function selected({ value, selectionStart, selectionEnd }, lines) {
  let [start, end] = [selectionStart, selectionEnd];
  if (start === end) return matches(lines, WORD).find((word) => word.start <= start && end <= word.end) ?? { start, end };
  while (start < end && /\s/.test(value[start])) start += 1;
  while (end > start && /\s/.test(value[end - 1])) end -= 1;
  return { start, end };
}

// The selected part of each line, without what begins the line.
function parts(area, lines) {
  const { start, end } = selected(area, lines);
  if (!area.value.slice(start, end).includes("\n")) return [{ start, end }];
  let next = lines.start;
  return lines.text.split("\n").flatMap((row) => {
    const at = next;
    next += row.length + 1;
    const part = { start: Math.max(start, at + row.match(MARKERS)[0].length), end: Math.min(end, at + row.trimEnd().length) };
    return part.start < part.end ? [part] : [];
  });
}

const around = (lines, { start, end }, pattern) =>
  matches(lines, pattern).find((span) =>
    start === end ? span.start < start && end < span.end : span.start <= start && end <= span.end,
  );

// Italic is removed from three asterisks, and bold stays.
const without = ({ mark, inner }, format) => (format === "*" && mark === "***" ? `**${inner}**` : inner);

function wrap(text, mark) {
  if (mark !== "`") {
    // Inner marks of the same kind go, except where there is code, which may have asterisks.
    const plain = (...found) => without({ mark: found[1] ?? found[3], inner: found[2] ?? found[4] }, mark);
    return [mark, text.includes("`") ? text : text.replace(SPANS[mark], plain), mark];
  }
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest ? [`${fence} `, text, ` ${fence}`] : [fence, text, fence];
}

// Replaces a span by its text, and keeps what was selected of it.
function unwrap({ selectionStart, selectionEnd }, { start, end, inner, lead }, text = inner) {
  const shift = text.indexOf(inner);
  const [from, to] = [selectionStart, selectionEnd].map((at) => shift + clamp(at - start - lead, 0, inner.length));
  return { start, end, text, from, to };
}

function surround({ selectionStart, selectionEnd }, { start, end }, [opening, text, closing]) {
  const isCursor = selectionStart === selectionEnd;
  const from = opening.length + (isCursor ? selectionStart - start : 0);
  return { start, end, text: opening + text + closing, from, to: isCursor ? from : opening.length + text.length };
}

function toggleOne(area, lines, mark, part) {
  const { value, selectionStart: cursor, selectionEnd } = area;
  const isCursor = cursor === selectionEnd;
  const span = around(lines, isCursor ? { start: cursor, end: cursor } : part, SPANS[mark]);
  if (span && isCursor && cursor === span.start + span.lead + span.inner.length) {
    // At the end of the marked text, nothing changes, and the cursor leaves it.
    return { start: cursor, end: cursor, text: "", from: span.end - cursor, to: span.end - cursor };
  }
  if (span) return unwrap(area, span, without(span, mark));
  const [before, after] = [part.start - mark.length, part.end + mark.length];
  const isEmptyPair = part.start === part.end && value.slice(before, after) === mark + mark;
  if (isEmptyPair) return { start: before, end: after, text: "", from: 0, to: 0 };
  return surround(area, part, wrap(value.slice(part.start, part.end), mark));
}

function toggle(area, lines, mark) {
  const found = parts(area, lines);
  if (found.length < 2) return found.length ? toggleOne(area, lines, mark, found[0]) : null;
  const spans = found.map((part) => around(lines, part, SPANS[mark]));
  const isOn = spans.every(Boolean);
  const { start } = spans[0] ?? found[0];
  let [text, at] = ["", start];
  found.forEach((part, index) => {
    const place = spans[index] ?? part;
    const old = area.value.slice(place.start, place.end);
    const changed = isOn ? without(place, mark) : spans[index] ? old : wrap(old, mark).join("");
    text += area.value.slice(at, place.start) + changed;
    at = place.end;
  });
  return { start, end: at, text, from: 0, to: text.length };
}

export const bold = (area, lines) => toggle(area, lines, "**");
export const italic = (area, lines) => toggle(area, lines, "*");
export const code = (area, lines) => toggle(area, lines, "`");

// The cursor goes to what is missing: the address, or the text of an address.
export function link(area, lines) {
  const part = selected(area, lines);
  const span = around(lines, area.selectionStart === area.selectionEnd ? { ...part, end: part.start } : part, LINK);
  if (span?.inner) return unwrap(area, span);
  const { start, end } = part;
  const text = area.value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(text);
  const at = isAddress || !text ? 1 : text.length + 3;
  return { start, end, text: isAddress ? `[](${text})` : `[${text}]()`, from: at, to: at };
}
