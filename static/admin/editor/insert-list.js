// The list of suggestions at the cursor. The textarea refers to the selected one, and screen readers hear of both.

const GAP = 4;

export function create(root, area, choose) {
  const popup = root.querySelector(".insert-popup");
  const box = popup.querySelector("[role=listbox]");
  const note = popup.querySelector(".insert-note");
  const announcement = root.querySelector(".insert-announcement");
  let items = [];
  let selected = -1;

  const isOpen = () => !popup.hidden;

  function say(sentence) {
    announcement.textContent = sentence;
  }

  function option(item, index) {
    const made = Object.assign(document.createElement("li"), { id: `${box.id}-${index}` });
    made.setAttribute("role", "option");
    const label = Object.assign(document.createElement("bdi"), { className: "insert-label", textContent: item.label });
    made.append(label);
    if (item.note) made.append(" ", Object.assign(document.createElement("small"), { textContent: item.note }));
    made.addEventListener("click", () => choose(item));
    return made;
  }

  function select(index) {
    selected = index;
    [...box.children].forEach((made, at) => made.setAttribute("aria-selected", String(at === index)));
    const made = box.children[index];
    made?.scrollIntoView({ block: "nearest" });
    if (made) area.setAttribute("aria-activedescendant", made.id);
    else area.removeAttribute("aria-activedescendant");
  }

  // Below the line of the cursor, or above it where there is no room, such as above a phone's keyboard.
  function moveTo({ left, top, bottom }) {
    const { width, height, offsetTop, offsetLeft } = window.visualViewport;
    const size = popup.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(area).direction === "rtl";
    const start = isRightToLeft ? left - size.width : left;
    const isBelow = bottom + GAP + size.height <= offsetTop + height || top - GAP - size.height < offsetTop;
    const highest = offsetLeft + width - size.width - GAP;
    popup.style.left = `${Math.max(offsetLeft + GAP, Math.min(start, highest))}px`;
    popup.style.top = `${isBelow ? bottom + GAP : top - GAP - size.height}px`;
  }

  function show({ items: found, note: remark, place, label, isFirstSelected }) {
    items = found;
    box.replaceChildren(...items.map(option));
    box.setAttribute("aria-label", label);
    box.hidden = items.length === 0;
    note.textContent = remark;
    note.hidden = !remark;
    popup.hidden = false;
    popup.showPopover?.();
    moveTo(place);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", box.id);
    select(isFirstSelected && items.length ? 0 : -1);
    say(remark || root.dataset.count.replace("%s", items.length));
  }

  function hide() {
    if (!isOpen()) return;
    popup.hidePopover?.();
    popup.hidden = true;
    for (const name of ["autocomplete", "controls", "activedescendant"]) area.removeAttribute(`aria-${name}`);
    say("");
  }

  // Past the ends, no suggestion is selected, then the one at the other end.
  function move(step) {
    if (!items.length) return false;
    const count = items.length + 1;
    select(((selected + 1 + step + count) % count) - 1);
    return true;
  }

  // A press keeps the focus, the selection, and a phone's keyboard where they are.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  return {
    show,
    hide,
    moveTo,
    move,
    say,
    isOpen,
    // Returns whether there was one to choose.
    choose() {
      if (selected < 0) return false;
      choose(items[selected]);
      return true;
    },
  };
}
