// Keys of the moderation queue. Every key presses a button or link of the row that is on the page anyway.
const rows = [...document.querySelectorAll("#result_list tbody tr")];
// Between two rows after a decision: the next key goes on from there, and none decides before it.
let current = Number(sessionStorage.getItem("queue-row") ?? 0) - 0.5;
sessionStorage.removeItem("queue-row");

function goTo(number) {
  if (!rows.length) return;
  rows[current]?.removeAttribute("aria-current");
  current = Math.max(0, Math.min(number, rows.length - 1));
  rows[current].setAttribute("aria-current", "true");
  rows[current].tabIndex = -1;
  rows[current].focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "j" || event.key === "k") {
    goTo(event.key === "j" ? Math.floor(current + 1) : Math.ceil(current - 1));
    event.preventDefault();
    return;
  }
  if (!/^[a-z]$/.test(event.key)) return;
  const button = rows[current]?.querySelector(`[data-shortcut="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.type === "submit") sessionStorage.setItem("queue-row", current);
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
