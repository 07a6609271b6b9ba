// Which part of a textarea is visible, and where a position is. Its lines wrap, so it is measured in a copy.

const SPACE = ["letterSpacing", "wordSpacing", "lineHeight", "padding", "tabSize", "textIndent"];
const COPIED = ["font", "direction", "unicodeBidi", ...SPACE];
let known = { value: null, width: 0, tops: [] };

// Empty elements at these positions of a copy that can't be seen.
function mark(area, positions) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of COPIED) copy.style[name] = style[name];
  Object.assign(copy.style, {
    boxSizing: "border-box",
    inlineSize: `${area.clientWidth}px`,
    overflowWrap: "break-word",
    position: "absolute",
    visibility: "hidden",
    whiteSpace: "pre-wrap",
  });
  copy.inert = true;
  let last = 0;
  const marks = positions.map((position) => {
    const mark = document.createElement("span");
    copy.append(area.value.slice(last, position), mark);
    last = position;
    return mark;
  });
  copy.append(area.value.slice(last));
  document.body.append(copy);
  return { copy, marks };
}

export const lineHeight = (area) => Number.parseFloat(getComputedStyle(area).lineHeight) || 24;

// How far each position is below the upper edge of the textarea, if it weren't scrolled, in pixels.
export function measure(area, positions) {
  const { copy, marks } = mark(area, positions);
  const tops = marks.map(({ offsetTop }) => offsetTop);
  copy.remove();
  return tops;
}

// The number of the last of these positions that is at or above the first visible line, or -1.
export function firstVisible(area, positions) {
  if (known.value !== area.value || known.width !== area.clientWidth) {
    known = { value: area.value, width: area.clientWidth, tops: measure(area, positions) };
  }
  return known.tops.findLastIndex((top) => top <= area.scrollTop + lineHeight(area));
}

// The place of a position in the window: its line from top to bottom, and its distance from the left.
export function placeOf(area, position) {
  const { copy, marks } = mark(area, [position]);
  const box = area.getBoundingClientRect();
  const top = box.top + area.clientTop + marks[0].offsetTop - area.scrollTop;
  const left = box.left + area.clientLeft + marks[0].offsetLeft - area.scrollLeft;
  copy.remove();
  return { left, top, bottom: top + lineHeight(area) };
}
