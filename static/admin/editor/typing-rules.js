// What keys do while Markdown is typed (typing.js). A rule takes a textarea and its selected lines (text.js), changes
// nothing, and returns the part to replace, its new text, and what to select in it; or null to leave it to the browser.

const QUOTE = /^(?:\s*> ?)*/;
const ITEM = /^((?:\s*> ?)*\s*)(?:([-*+])|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?/;
const RULE = /^\s*([-*_]\s*){3,}$/;
const FENCE = /^(?:\s*> ?)*\s*(`{3,}|~{3,})(.*)$/;
const CODE = /(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/gs;
const LINK = /!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<[^<>\n]+>|https?:\/\/\S+|^\s*\[[^\]]+\]:.*$/gm;
const PAIRS = { "*": "*", _: "_", "`": "`", "[": "]", "(": ")", '"': '"' };
const STEP = "    "; // Python-Markdown nests lists by four spaces.
const widthOf = (text) => text.replaceAll("\t", STEP).length;

// Whether a line that starts at a position is code between fences. The fences themselves are not.
export function isFenced(value, lineStart) {
  let open = "";
  for (const row of value.slice(0, lineStart).split("\n").slice(0, -1)) {
    const [, mark, more] = row.match(FENCE) ?? [];
    if (mark && !open) open = mark;
    else if (mark && mark.startsWith(open) && !more.trim()) open = "";
  }
  const [, mark, more] = value.slice(lineStart).split("\n", 1)[0].match(FENCE) ?? [];
  return Boolean(open) && !(mark?.startsWith(open) && !more.trim());
}

// The matches of a pattern in the paragraph of the selection that the selection touches.
function touched({ value, selectionStart, selectionEnd }, pattern) {
  const start = value.lastIndexOf("\n\n", selectionStart) + 1;
  const end = value.indexOf("\n\n", selectionEnd);
  return [...value.slice(start, end < 0 ? value.length : end).matchAll(pattern)]
    .map((found) => ({ start: start + found.index, end: start + found.index + found[0].length }))
    .filter((found) => found.start < selectionEnd && selectionStart < found.end);
}

// The marker that follows the list above at an indentation, or none if no list is there.
function nextMarker(above, indent) {
  for (const row of above.toReversed()) {
    const item = row.match(ITEM);
    const width = widthOf(item ? item[1] : row.match(/^\s*/)[0]);
    if (!row.trim() || width > widthOf(indent)) continue;
    if (!item || width < widthOf(indent)) return null;
    return item[2] ?? `${Number(item[3]) + 1}${item[4]}`;
  }
  return null;
}

// Lines that are moved in or out by one step, or null where Tab moves the focus.
export function indent({ value, selectionStart, selectionEnd }, lines, isBack) {
  const isCode = isFenced(value, lines.start);
  const rows = lines.text.split("\n");
  if (!isCode && !ITEM.test(rows[0])) return null;
  if (isCode && !isBack && selectionStart === selectionEnd) {
    const text = STEP.slice((selectionStart - lines.start) % STEP.length);
    return { start: selectionStart, end: selectionStart, text, from: text.length, to: text.length };
  }
  const above = value.slice(0, lines.start).split("\n").slice(0, -1);
  const changed = rows.map((row) => {
    const quote = isCode ? "" : row.match(QUOTE)[0];
    const rest = row.slice(quote.length);
    let moved = quote + (isBack ? rest.replace(/^(?: {1,4}|\t)/, "") : rest && STEP + rest);
    const item = !isCode && moved !== row && moved.match(ITEM);
    if (item) {
      const marker = nextMarker(above, item[1]) ?? item[2] ?? `1${item[4]}`;
      moved = item[1] + marker + item[5] + (item[6] ?? "") + moved.slice(item[0].length);
    }
    above.push(moved);
    return moved;
  });
  const text = changed.join("\n");
  if (text === lines.text) return null;
  const from = Math.max(0, selectionStart - lines.start + changed[0].length - rows[0].length);
  const to = selectionStart === selectionEnd ? from : Math.max(from, text.length - Math.max(0, lines.end - selectionEnd));
  return { start: lines.start, end: lines.end, text, from, to };
}

// Counts up the items that follow, as far as they are numbered in order.
function renumbered(following, item) {
  const rows = following.split("\n").slice(1);
  const changed = [];
  let number = Number(item[3]) + 1;
  for (const row of rows) {
    const next = row.match(ITEM);
    const isDeeper = row.trim() && widthOf(row.match(/^\s*/)[0]) > widthOf(item[1]);
    if (next && next[1] === item[1] && Number(next[3]) === number) {
      changed.push(next[1] + (number += 1) + row.slice(next[1].length + next[3].length));
    } else if (isDeeper) changed.push(row);
    else break;
  }
  const join = (all) => all.map((row) => `\n${row}`).join("");
  return { length: join(rows.slice(0, changed.length)).length, text: join(changed) };
}

export function enter(area, lines) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  const before = value.slice(lines.start, start);
  const item = before.match(ITEM);
  const quote = before.match(QUOTE)[0];
  if (!(item || quote) || isFenced(value, lines.start) || RULE.test(before)) return null;
  if (before === (item?.[0] ?? quote) && start === end && !value.slice(end, lines.end).trim()) {
    const outer = item && indent(area, lines, true);
    const text = item ? quote : "";
    return outer ?? { start: lines.start, end: lines.end, text, from: text.length, to: text.length };
  }
  if (!item) return { start, end, text: `\n${quote}`, from: 1 + quote.length, to: 1 + quote.length };
  const marker = item[2] ?? `${Number(item[3]) + 1}${item[4]}`;
  const text = `\n${item[1]}${marker}${item[5]}${item[6] ? "[ ] " : ""}`;
  const following = item[3] ? renumbered(value.slice(lines.end), item) : { length: 0, text: "" };
  if (!following.length) return { start, end, text, from: text.length, to: text.length };
  const tail = value.slice(end, lines.end) + following.text;
  return { start, end: lines.end + following.length, text: text + tail, from: text.length, to: text.length };
}

export function surround(area, lines, typed) {
  const { value, selectionStart, selectionEnd } = area;
  const selected = value.slice(selectionStart, selectionEnd);
  const inner = selected.trim();
  const isText = inner && !/\n\s*\n/.test(inner) && !("*_`".includes(typed) && isFenced(value, lines.start));
  if (!isText || !PAIRS[typed]) return null;
  const start = selectionStart + selected.indexOf(inner);
  return { start, end: start + inner.length, text: typed + inner + PAIRS[typed], from: 1, to: 1 + inner.length };
}

function isCode(area, lines) {
  return isFenced(area.value, lines.start) || (/^(?: {4}|\t)/.test(lines.text) && !ITEM.test(lines.text));
}

// Whether the selection is within code, a link or a URL, where nothing has a format.
export function isWithinLiteral(area, lines) {
  const around = [LINK, CODE].flatMap((pattern) => touched(area, pattern));
  const { selectionStart, selectionEnd } = area;
  return isCode(area, lines) || around.some(({ start, end }) => start < selectionStart && selectionEnd < end);
}

// A link to a pasted address. The selection is replaced instead if it is an address, code, or part of a link.
export function pasteLink(area, lines, pasted) {
  const selected = area.value.slice(area.selectionStart, area.selectionEnd);
  const address = pasted.trim();
  if (!selected.trim() || !URL.canParse(address) || !/^https?:\/\/\S+$/.test(address)) return null;
  if (/[[\]]|\n\s*\n/.test(selected) || isCode(area, lines)) return null;
  if (touched(area, LINK).length || touched(area, CODE).length) return null;
  const text = `[${selected.trim()}](${/[()]/.test(address) ? `<${address}>` : address})`;
  const start = area.selectionStart + selected.indexOf(selected.trim());
  return { start, end: start + selected.trim().length, text, from: text.length, to: text.length };
}
