// Changes the text of a textarea in one step of the browser's undo, and fires the events of typing.

const REMEMBERED = 20;
const changes = new WeakMap(); // of a textarea: its last changes, with what was selected before them

// Undo would select what was replaced. It gets back what was selected before.
function remember(area, change) {
  if (!changes.has(area)) {
    let undone;
    changes.set(area, []);
    area.addEventListener("beforeinput", () => {
      undone = area.value;
    });
    area.addEventListener("input", (event) => {
      if (event.inputType !== "historyUndo") return;
      const last = changes.get(area).findLast(({ before, after }) => before === area.value && after === undone);
      if (last) area.setSelectionRange(last.from, last.to);
    });
  }
  changes.set(area, [...changes.get(area).slice(1 - REMEMBERED), change]);
}

// Replaces the text between two positions, and selects a part of the new text (its end, if nothing is given).
export function replace(area, start, end, text, selectFrom = text.length, selectTo = selectFrom) {
  area.focus();
  const { value: before, selectionStart: from, selectionEnd: to } = area;
  remember(area, { before, after: before.slice(0, start) + text + before.slice(end), from, to });
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
  const start = selectionStart && value.lastIndexOf("\n", selectionStart - 1) + 1;
  const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const found = value.indexOf("\n", last);
  const end = found < 0 ? value.length : found;
  return { start, end, text: value.slice(start, end) };
}
