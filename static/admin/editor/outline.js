// The headings of an article as a list: jump to a section, or move it with everything below its heading, by buttons, keys
// or dragging.

// `reveal` shows the text where the preview is in its place.
export function create(details, area, sources, text, reveal) {
  const list = document.createElement("ol");
  details.append(list);
  const { moveUp, moveDown } = details.dataset;
  let current = -1;
  let found = [];
  let dragged = -1;
  let target = -1;

  function button(className, label, work) {
    const made = Object.assign(document.createElement("button"), { type: "button", className });
    made.textContent = label;
    made.addEventListener("click", work);
    return made;
  }

  function arrow(sign, sentence, title, work) {
    const made = button("outline-move", sign, work);
    made.setAttribute("aria-label", sentence.replace("%s", title));
    return made;
  }

  function item({ title, start, level }, index) {
    const made = document.createElement("li");
    const name = sources.plain(title) || "—";
    made.className = `outline-level-${level}`;
    made.draggable = true;
    made.append(
      button("outline-jump", name, () => jump(start)),
      arrow("↑", moveUp, name, () => move(index, -1, ".outline-move")),
      arrow("↓", moveDown, name, () => move(index, 1, ".outline-move:last-child")),
    );
    return made;
  }

  function jump(start) {
    reveal();
    area.focus();
    area.setSelectionRange(start, start);
    // Browsers scroll to the cursor only when it moves by a key.
    area.blur();
    area.focus();
    area.dispatchEvent(new Event("keyup"));
  }

  const move = (index, step, selector) => apply(index, sources.move(area.value, index, step), selector);

  // One step of undo. Returns whether the section could be moved.
  function apply(index, change, selector) {
    if (!change) return false;
    const { start } = sources.headings(area.value)[index];
    const cursor = selector ? start : area.selectionStart;
    // What is invisible can't get the focus, and only with it, undo knows of the change.
    area.style.visibility = "visible";
    text.replace(area, change.start, change.end, change.text, cursor + change.by - change.start);
    area.style.visibility = "";
    const moved = sources.headings(area.value).findIndex((heading) => heading.start === start + change.by);
    if (selector) list.children[moved]?.querySelector(selector).focus();
    return true;
  }

  // The line between two sections where the dragged one would be dropped.
  function aim(at) {
    target = at;
    for (const [index, made] of [...list.children].entries()) {
      made.classList.toggle("is-target", index === at);
      made.classList.toggle("is-target-end", index === at - 1 && at === found.length);
    }
  }

  function drag(event) {
    const over = event.target.closest("li");
    if (dragged < 0 || !over) return;
    const { top, height } = over.getBoundingClientRect();
    aim(sources.place(found, dragged, [...list.children].indexOf(over) + (event.clientY > top + height / 2)));
    if (target >= 0) event.preventDefault();
  }

  function drop(event) {
    event.preventDefault();
    const [index, at] = [dragged, target];
    stop();
    if (at >= 0) apply(index, sources.put(area.value, index, at), ".outline-jump");
  }

  function stop() {
    dragged = -1;
    aim(-1);
  }

  function show() {
    if (details.parentElement.closest("[hidden]")) return;
    found = sources.headings(area.value);
    list.replaceChildren(...found.map(item));
    details.hidden = found.length === 0;
    mark(current);
  }

  function mark(index) {
    current = index;
    for (const [at, made] of [...list.children].entries()) {
      if (at === index) made.setAttribute("aria-current", "true");
      else made.removeAttribute("aria-current");
    }
    const { offsetTop = 0, offsetHeight = 0 } = list.children[index] ?? {};
    list.scrollTop = Math.min(offsetTop, Math.max(list.scrollTop, offsetTop + offsetHeight - list.clientHeight));
  }

  list.addEventListener("dragstart", (event) => {
    dragged = [...list.children].indexOf(event.target);
    // A type of its own: the text doesn't take it.
    event.dataTransfer.setData("application/x-section", "");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", drag);
  list.addEventListener("dragleave", (event) => list.contains(event.relatedTarget) || aim(-1));
  list.addEventListener("drop", drop);
  list.addEventListener("dragend", stop);
  area.addEventListener("input", show);
  area.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey) return;
    const index = sources.headingAt(sources.headings(area.value), area.selectionStart);
    if (index >= 0 && move(index, step)) event.preventDefault();
  });
  return { show, mark };
}
