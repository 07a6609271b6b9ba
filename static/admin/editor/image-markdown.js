// Images in the text of an article: where they are put, and how they are changed while the author types elsewhere.

const SPECIAL = /[\\[\]`*_<]/g;
const escapeRegExp = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A placeholder that the text doesn't contain yet.
export function placeholder(label, name, taken) {
  const clean = name.replace(/[[\]\\]/g, " ").slice(0, 80);
  for (let number = 1; ; number += 1) {
    const text = `![${label.replace("%s", number > 1 ? `${clean} (${number})` : clean)}]()`;
    if (!taken(text)) return text;
  }
}

// Images are paragraphs of their own, and no sentence is torn apart: the block goes after the line of the position.
export function asBlock(value, position, text) {
  const lineStart = position && value.lastIndexOf("\n", position - 1) + 1;
  const lineEnd = value.indexOf("\n", position);
  const isInText = value.slice(lineStart, position).trim() !== "";
  const at = isInText ? (lineEnd < 0 ? value.length : lineEnd) : position;
  const before = value.slice(0, at);
  const after = value.slice(at);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return { at, text: gap + text + end };
}

// Double quotes would end the title.
const asTitle = (caption) => caption.replace(/(^|[\s(])"/g, "$1“").replaceAll('"', "”").replace(SPECIAL, "\\$&");

export function markdown(url, alt, caption) {
  const title = caption.trim();
  return `![${alt.trim().replace(SPECIAL, "\\$&")}](${url}${title ? ` "${asTitle(title)}"` : ""})`;
}

// The image with this URL in the text, or null.
export function find(value, url) {
  const found = new RegExp(`!\\[(?:\\\\.|[^\\\\\\]])*\\]\\(${escapeRegExp(url)}(?:\\s+"[^"\\n]*")?\\)`).exec(value);
  return found && { start: found.index, end: found.index + found[0].length, text: found[0] };
}

export function range(value, text) {
  const start = value.indexOf(text);
  return start < 0 ? null : { start, end: start + text.length };
}

// A placeholder with the blank line after it, if there is one before it, too.
export function block(value, text) {
  const found = range(value, text);
  if (!found) return null;
  const { start, end } = found;
  const isAlone = (start === 0 || value.endsWith("\n\n", start)) && value.startsWith("\n\n", end);
  return { start, end: isAlone ? end + 2 : end };
}

// Changes a part of the text in one step of undo. The focus, the selections and what is scrolled stay as they are.
export function quietly(replace, area, { start, end }, text) {
  const active = document.activeElement;
  const move = (position) =>
    position <= start ? position : position >= end ? position + text.length - (end - start) : start + text.length;
  const selection = [move(area.selectionStart), move(area.selectionEnd), area.selectionDirection];
  const { scrollTop } = area;
  const { scrollX, scrollY } = window;
  area.focus({ preventScroll: true });
  if (document.activeElement === area) {
    replace(area, start, end, text);
  } else {
    // A text that is hidden can't have the focus, and the change would be made elsewhere.
    area.setRangeText(text, start, end);
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
  area.setSelectionRange(...selection);
  if (active === document.body) area.blur();
  else if (active !== area) active?.focus({ preventScroll: true });
  area.scrollTop = scrollTop;
  window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
}
