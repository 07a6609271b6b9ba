// Keyboard shortcuts of the moderation queue. Each presses a button or link on the page.
const rows = [...document.querySelectorAll("#result_list tbody tr")];
const messages = document.querySelector("#queue-messages");
const idOf = (row) => row?.querySelector("input.action-select")?.value;
let current = -1;
let isLeaving = false;

function goTo(number) {
  if (!rows.length) return;
  rows[current]?.removeAttribute("aria-current");
  current = Math.max(0, Math.min(number, rows.length - 1));
  rows[current].setAttribute("aria-current", "true");
  rows[current].tabIndex = -1;
  rows[current].focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: "nearest" });
}

// After a decision, select the next comment; after undo or an error, the same one.
const last = JSON.parse(sessionStorage.getItem("queue-last"));
sessionStorage.removeItem("queue-last");
if (last && rows.length) {
  const place = rows.findIndex((row) => idOf(row) === last.id);
  const stays = document.querySelector(".messagelist :is(.warning, .error)");
  goTo(place < 0 ? last.row : place + (stays ? 0 : 1));
  // The row has the focus, so the message is inserted again for screen readers to announce it.
  setTimeout(() => messages?.replaceChildren(...messages.childNodes), 250);
}

document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  isLeaving = true;
  const row = rows.indexOf(pressed?.closest("tr"));
  if (row >= 0) sessionStorage.setItem("queue-last", JSON.stringify({ row, id: idOf(rows[row]) }));
  else if (pressed?.matches(".undo")) sessionStorage.setItem("queue-last", JSON.stringify({ row: Math.max(current, 0) }));
});
window.addEventListener("pageshow", () => (isLeaving = false));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || isLeaving || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!/^[a-z]$/.test(event.key)) return;
  if (event.key === "j" || event.key === "k") {
    goTo(current + (event.key === "j" ? 1 : -1));
    event.preventDefault();
    return;
  }
  const undo = event.key === "u" && document.querySelector(".messagelist .undo");
  const button = undo || rows[current]?.querySelector(`[data-shortcut="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
  button.closest("details")?.querySelector("textarea")?.focus();
});

for (const [number, row] of rows.entries()) {
  row.addEventListener("focusin", () => {
    if (number !== current) {
      rows[current]?.removeAttribute("aria-current");
      current = number;
      row.setAttribute("aria-current", "true");
    }
  });
}
