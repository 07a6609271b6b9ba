// Which part of a textarea is visible. Its lines wrap, so it is measured in a copy.

const COPIED = ["font", "letterSpacing", "wordSpacing", "lineHeight", "padding", "tabSize", "direction", "textIndent"];
let known = { value: null, width: 0, tops: [] };

// How far below the beginning of the text each position is, in pixels.
function measure(area, positions) {
  if (known.value === area.value && known.width === area.clientWidth) return known.tops;
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
  known = { value: area.value, width: area.clientWidth, tops: marks.map((mark) => mark.offsetTop) };
  copy.remove();
  return known.tops;
}

// The number of the last of these positions that is at or above the first visible line, or -1.
export function firstVisible(area, positions) {
  const line = Number.parseFloat(getComputedStyle(area).lineHeight) || 24;
  return measure(area, positions).findLastIndex((top) => top <= area.scrollTop + line);
}
