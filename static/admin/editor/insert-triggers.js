// What is typed in front of the cursor that asks for the insert menu.

const QUERIES = [
  { kind: "block", pattern: /^((?:> ?)*)\/([\p{L}\p{N} ]{0,30})$/u },
  { kind: "link", pattern: /^(.*)\[\[([^[\]\n]{0,100})$/s },
  { kind: "tag", pattern: /^(|.*\s)#(\p{L}[\p{L}\p{N}_-]{0,40})$/su },
];
const CLOSED_CODE = /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gs;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;

// Whether a line is code because it is indented: not so in lists, and not right below a paragraph.
function isIndented(before, line) {
  if (!/^(?: {4}|\t)/.test(line) || ITEM.test(line)) return false;
  const above = before.split("\n").slice(0, -1);
  const outer = above.findLast((row) => row.trim() && !/^(?: {4}|\t)/.test(row));
  const isBelowText = above.length > 0 && above.at(-1).trim() !== "" && !/^(?: {4}|\t)/.test(above.at(-1));
  return !(outer !== undefined && ITEM.test(outer)) && !isBelowText;
}

// Whether a code span is open at the end of a text.
function isInSpan(before) {
  return before.split(/\n[ \t]*\n/).at(-1).replace(CLOSED_CODE, "").includes("`");
}

// The kind of menu, where what was typed begins, and the words after its sign; or null. Never in code.
export function find(value, position, isFenced) {
  const before = value.slice(0, position);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.slice(lineStart);
  for (const { kind, pattern } of QUERIES) {
    const found = line.match(pattern);
    if (!found) continue;
    const start = lineStart + found[1].length;
    if (isFenced(value, lineStart) || isIndented(before, line) || isInSpan(value.slice(0, start))) return null;
    return { kind, start, query: found[2].trim() };
  }
  return null;
}
