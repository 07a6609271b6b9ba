// Closes the login form and the user menu in the header on Escape, on clicks elsewhere and when the focus leaves them.
// Without this file only their summary opens and closes them.

const panels = document.querySelectorAll("details.login-popover, details.user-menu");

for (const panel of panels) {
  panel.addEventListener("toggle", () => {
    if (panel.open) panel.querySelector("input:not([type=hidden])")?.focus();
  });

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false;
  });
}

document.addEventListener("click", (event) => {
  for (const panel of panels) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});
