// The headings of an article as a list: jump to a section, or move it up or down with everything below its heading.

// `reveal` shows the text where the preview is in its place.
export function create(details, area, sources, text, reveal) {
  const list = document.createElement("ol");
  details.append(list);
  const { moveUp, moveDown } = details.dataset;
  let current = -1;

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

  // One step of undo. Returns whether the section could be moved.
  function move(index, step, selector) {
    const change = sources.move(area.value, index, step);
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

  function show() {
    if (details.parentElement.closest("[hidden]")) return;
    const found = sources.headings(area.value);
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

  area.addEventListener("input", show);
  area.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey) return;
    const index = sources.headingAt(sources.headings(area.value), area.selectionStart);
    if (index >= 0 && move(index, step)) event.preventDefault();
  });
  return { show, mark };
}
