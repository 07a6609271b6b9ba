// Headings, lists, quotes, blocks of code, footnotes and tables in Markdown. A format takes a textarea and its selected
// lines (text.js), changes nothing, and returns the part to replace, its new text, and what to select in it.

const ROW = /^((?:\s*> ?)*)(\s*)([-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)?(#{1,6}\s+)?(.*)$/;
const LIST_ITEM = /^(?:\s*> ?)*\s*(?:[-*+]|\d{1,9}[.)])\s/;
const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

function parse(row) {
  const [, quote, indent, marker = "", heading = "", rest] = row.match(ROW);
  return { quote, indent, marker, heading, rest };
}

function neighbours(value, { start, end }) {
  const before = start ? value.slice(value.lastIndexOf("\n", start - 2) + 1, start - 1) : "";
  const after = end < value.length ? value.slice(end + 1).split("\n", 1)[0] : "";
  return { before, after };
}

// Blocks need an empty line before and after them, except next to lines that belong to them.
export function padding(value, lines, belongs = () => false) {
  const { before, after } = neighbours(value, lines);
  const isNeeded = (line) => Boolean(line.trim()) && !belongs(line);
  return [isNeeded(before) ? "\n" : "", isNeeded(after) ? "\n" : ""];
}

// Replaces lines by others, and keeps the selection at the same distance from the ends of the first and the last line.
function replaceLines({ selectionStart, selectionEnd }, lines, rows, [above, below] = ["", ""]) {
  const text = above + rows.join("\n") + below;
  const [firstLength] = lines.text.split("\n", 1).map((row) => row.length);
  const from = above.length + clamp(rows[0].length - firstLength + selectionStart - lines.start, 0, rows[0].length);
  const to = clamp(text.length - below.length - (lines.end - selectionEnd), from, text.length - below.length);
  return { start: lines.start, end: lines.end, text, from, to: selectionStart === selectionEnd ? from : to };
}

// If every line has the format, it is removed from all.
function toggleRows(area, lines, { has, add, remove, belongs, isPadded = true, isBlankMarked = false }) {
  const rows = lines.text.split("\n");
  const filled = rows.filter((row) => row.trim());
  const isOn = filled.length > 0 && filled.every((row) => has(row));
  const change = isOn ? remove : add;
  const changed = rows.map((row) => (row.trim() || !filled.length || (isBlankMarked && !isOn) ? change(row) : row));
  return replaceLines(area, lines, changed, isOn || !isPadded ? undefined : padding(area.value, lines, belongs));
}

export function heading(area, lines, level) {
  const mark = `${"#".repeat(level)} `;
  return toggleRows(area, lines, {
    isPadded: false,
    has: (row) => parse(row).heading.trim() === mark.trim(),
    add: (row) => parse(row).quote + mark + parse(row).rest,
    remove: (row) => parse(row).quote + parse(row).rest,
  });
}

export function quote(area, lines) {
  return toggleRows(area, lines, {
    isBlankMarked: true,
    has: (row) => parse(row).quote.includes(">"),
    add: (row) => `> ${row}`.trimEnd() + (row ? "" : " "),
    remove: (row) => row.replace(/^\s*> ?/, ""),
    belongs: (row) => row.trimStart().startsWith(">"),
  });
}

function list(area, lines, kind, next) {
  return toggleRows(area, lines, {
    has: (row) => kind.test(parse(row).marker),
    add(row) {
      const { quote, indent, rest } = parse(row);
      return quote + indent + next(indent) + rest;
    },
    remove(row) {
      const { quote, indent, heading, rest } = parse(row);
      return quote + indent + heading + rest;
    },
    belongs: (row) => LIST_ITEM.test(row),
  });
}

export const bullets = (area, lines) => list(area, lines, /^[-*+]/, () => "- ");

// Goes on counting after the line above.
export function numbers(area, lines) {
  const above = parse(neighbours(area.value, lines).before);
  const counts = new Map([[above.indent, parseInt(above.marker, 10) || 0]]);
  return list(area, lines, /^\d/, (indent) => {
    counts.set(indent, (counts.get(indent) ?? 0) + 1);
    return `${counts.get(indent)}. `;
  });
}

export function fence(area, lines) {
  const { value } = area;
  const isFence = (row) => /^\s*(`{3,}|~{3,})/.test(row);
  const { before, after } = neighbours(value, lines);
  if (isFence(before) && isFence(after)) {
    const start = lines.start - before.length - 1;
    return { start, end: lines.end + after.length + 1, text: lines.text, from: 0, to: lines.text.length };
  }
  const rows = lines.text.split("\n");
  if (rows.length > 2 && isFence(rows[0]) && isFence(rows.at(-1))) {
    const text = rows.slice(1, -1).join("\n");
    return { ...lines, text, from: 0, to: text.length };
  }
  const longest = Math.max(2, ...[...lines.text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const mark = "`".repeat(longest + 1);
  const [above, below] = padding(value, lines);
  const from = above.length + mark.length + 1;
  return { ...lines, text: `${above}${mark}\n${lines.text}\n${mark}${below}`, from, to: from + lines.text.length };
}

// The end of the block of lines at a position. Blocks that go on a list or are footnotes belong to the one before.
function endOfBlock(value, position) {
  const isInList = LIST_ITEM.test(value.slice(0, position).split(/\n[ \t]*\n/).at(-1));
  const next = /\n[ \t]*\n+(?=(.*))/g;
  next.lastIndex = position;
  for (let found = next.exec(value); found; found = next.exec(value)) {
    const [, line] = found;
    const goesOn = line.startsWith("[^") || (isInList && (/^[ \t]/.test(line) || LIST_ITEM.test(line)));
    if (!goesOn) return found.index;
  }
  return value.trimEnd().length < position ? value.length : value.trimEnd().length;
}

// The note is written below the block, so that both stay together when blocks are moved.
export function footnote({ value, selectionEnd: start }) {
  const used = [...value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const mark = `[^${Math.max(0, ...used) + 1}]`;
  const end = endOfBlock(value, start);
  const text = `${mark}${value.slice(start, end)}\n\n${mark}: `;
  return { start, end, text, from: text.length, to: text.length };
}

// Lines with tabs, as spreadsheets copy them, become rows.
export function table({ value, selectionEnd }, lines, column) {
  const isTabbed = lines.text.includes("\t");
  const cells = isTabbed ? lines.text.split("\n").map((row) => row.split("\t")) : [[`${column} 1`, `${column} 2`], ["", ""]];
  const end = endOfBlock(value, selectionEnd);
  const place = isTabbed || !lines.text.trim() ? lines : { start: end, end };
  const [head, ...rows] = cells.map((row) => `| ${row.map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`);
  const rule = `| ${cells[0].map(() => "---").join(" | ")} |`;
  const [above, below] = place === lines ? padding(value, lines) : ["\n\n", ""];
  const from = above.length + 2;
  return { ...place, text: above + [head, rule, ...rows].join("\n") + below, from, to: from + cells[0][0].trim().length };
}
