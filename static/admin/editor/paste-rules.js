// What is pasted and where (paste.js). Nothing here changes the text.

const FORMAT =
  /<(?:a\s[^>]*href|b|strong|i|em|s|strike|del|code|h[1-6]|ul|ol|li|table|blockquote|pre|img|su[bp]|mark|kbd|hr|dl)[\s>/]/i;
const STYLE = /font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic|line-through|mso-list|role="heading"/i;
const LINE = /<(?:p|div|br)[\s>/]/gi;
const EDITOR = /^\s*(?:<(?:html|head|body|meta)\b[^>]*>\s*|<\/head>\s*|<!--StartFragment-->\s*)*(?:<div style="[^"]*white-space:\s*pre|<pre style="[^"]*font-family)/i;
const ITEM = /^((?:\s*> ?)*\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
const QUOTE = /^(?:\s*> ?)*/;
const LIST = /^(?:[-*+]|\d{1,9}[.)]) /;

// Whether HTML has more to it than its plain text. What code editors copy is only coloured.
export function isRich(html, types) {
  if (types.includes("vscode-editor-data") || EDITOR.test(html)) return false;
  return FORMAT.test(html) || STYLE.test(html) || html.match(LINE)?.length > 1;
}

// HTML without the data of images, which may be larger than a request can be.
export const withoutData = (html) => html.replace(/\bdata:[^"'\s>]{100,}/g, "data:,");

// A number that no footnote in the text has.
export function nextNote(value) {
  const numbers = [...value.matchAll(/\[\^(\d{1,5})\]/g)].map(([, number]) => Number(number));
  return Math.max(0, ...numbers) + 1;
}

// The part that is different in two texts.
export function difference(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start, end: before.length - tail, length: after.length - tail - start };
}

// Where a place is after a change. What is typed at the place comes after it, and an earlier paste before it. If the
// place itself was overwritten, it is the point before the new text.
export function moved({ start, end }, change, isAfterEarlierPaste = false) {
  const by = change.length - (change.end - change.start);
  const isBefore = change.end <= start && (isAfterEarlierPaste || change.start < start);
  if (isBefore) return { start: start + by, end: end + by };
  if (change.start >= end) return { start, end };
  const point = Math.min(start, change.start);
  return { start: point, end: point };
}

function gapBefore(text) {
  if (!text.trim() || text.endsWith("\n\n")) return "";
  return text.endsWith("\n") ? "\n" : "\n\n";
}

function gapAfter(text) {
  if (!text.trim() || text.startsWith("\n\n")) return "";
  return text.startsWith("\n") ? "\n" : "\n\n";
}

// The edit that puts Markdown at a place: indented in items and quotes, between empty lines if it has blocks. The cursor
// is at `from` after it.
export function fitted(value, { start, end }, { markdown, blocks }) {
  const lineStart = start && value.lastIndexOf("\n", start - 1) + 1;
  const before = value.slice(lineStart, start);
  const rest = value.slice(end).split("\n", 1)[0];
  if (/^\s*\|/.test(before)) {
    const cell = markdown.replaceAll("|", "\\|").replace(/\\?\n+/g, "<br>");
    return blocks ? null : { start, end, text: cell, from: cell.length };
  }
  const quote = before.match(QUOTE)[0];
  const item = before.match(ITEM);
  if (!item && !quote) {
    const text = (blocks ? gapBefore(value.slice(0, start)) : "") + markdown;
    return { start, end, text: text + (blocks ? gapAfter(value.slice(end)) : ""), from: text.length };
  }
  const isEmptyItem = item && before === item[0] && !rest.trim();
  const isNewList = isEmptyItem && LIST.test(markdown);
  const prefix = isNewList ? item[1] : quote + " ".repeat((item?.[0].length ?? quote.length) - quote.length);
  const isOwnBlock = blocks && before !== (item?.[0] ?? quote);
  const text = `${isOwnBlock ? "\n\n" : ""}${markdown}`.replace(
    /\n(?=(\n)?)/g,
    (_, isBlank) => `\n${isBlank ? prefix.trimEnd() : prefix}`,
  );
  return { start: isNewList ? lineStart + item[1].length : start, end, text, from: text.length };
}
