// Changes the text of a textarea in one step of the browser's undo, and fires the events of typing.

// Replaces the text between two positions, and selects a part of the new text (its end, if nothing is given).
export function replace(area, start, end, text, selectFrom = text.length, selectTo = selectFrom) {
  area.focus();
  area.setSelectionRange(start, end);
  // execCommand is the only way that keeps the browser's undo; setRangeText is for browsers without it.
  const isDone = text
    ? document.execCommand("insertText", false, text)
    : start === end || document.execCommand("delete");
  if (!isDone) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
  area.setSelectionRange(start + selectFrom, start + selectTo);
}

// The lines that the selection touches: their positions and their text.
export function selectedLines(area) {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const found = value.indexOf("\n", last);
  const end = found < 0 ? value.length : found;
  return { start, end, text: value.slice(start, end) };
}
