// Opens a footnote next to its number. Without this file, or with a modifier key, the number is a link to the note.

const status = document.getElementById("reading-status");
const gap = 8;

function popoverFor(note, link) {
  const popover = document.createElement("div");
  popover.className = "footnote-popover";
  popover.popover = "auto";
  popover.tabIndex = -1;
  popover.setAttribute("role", "dialog");
  popover.setAttribute("aria-label", `${status.dataset.note} ${link.textContent}`);
  const copy = note.cloneNode(true);
  for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  popover.append(...copy.childNodes);
  return popover;
}

function place(popover, link) {
  const at = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const page = document.documentElement;
  const start = Math.min(Math.max(gap, at.left + at.width / 2 - width / 2), page.clientWidth - width - gap);
  const isAbove = at.bottom + gap + height > innerHeight && at.top > height + gap;
  popover.style.left = `${start + scrollX}px`;
  popover.style.top = `${scrollY + (isAbove ? at.top - height - gap : at.bottom + gap)}px`;
}

function open(event) {
  const link = event.currentTarget;
  const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!note || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const popover = popoverFor(note, link);
  popover.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") return;
    const hadFocus = popover.contains(document.activeElement) || document.activeElement === document.body;
    popover.remove();
    if (hadFocus) link.focus({ preventScroll: true });
  });
  link.closest(".prose").append(popover);
  popover.showPopover({ source: link });
  place(popover, link);
  popover.focus({ preventScroll: true });
}

if ("popover" in HTMLElement.prototype) {
  for (const link of document.querySelectorAll(".prose .footnote-ref")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", open);
  }
}
