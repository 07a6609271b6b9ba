// The panels of the header, login form and user menu: Escape and a click elsewhere close them.
// Without this file they open and close by their summary alone.

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
}

document.addEventListener("click", (event) => {
  for (const panel of panels) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});
