// The side panel of the article form: the browser remembers for each user whether it and its groups are open. On small
// screens it covers the text. Fields with errors are shown, and the first one has the focus.

const panel = document.querySelector("#panel");
const form = panel?.closest("form");
const narrow = matchMedia("(width < 60rem)");

function run() {
  const toggle = form.querySelector(".panel-toggle");
  const close = panel.querySelector(".panel-close");
  const covered = form.querySelectorAll(".canvas, .editor-bar");
  const storageKey = `panel-${form.elements.body.dataset.user}`;
  const remembered = read();

  function read() {
    try {
      return JSON.parse(localStorage.getItem(storageKey)) ?? {};
    } catch {
      return {}; // a browser that stores nothing
    }
  }

  function remember(name, value) {
    remembered[name] = value;
    try {
      localStorage.setItem(storageKey, JSON.stringify(remembered));
    } catch {}
  }

  function show(isOpen) {
    panel.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", isOpen);
    for (const element of covered) element.inert = isOpen && narrow.matches;
  }

  function shut() {
    if (!narrow.matches) remember("isClosed", true);
    show(false);
    toggle.focus();
  }

  function showErrors() {
    const first = form.querySelector("[aria-invalid=true]");
    if (!first) return;
    for (const field of panel.querySelectorAll("[aria-invalid=true]")) {
      show(true);
      const group = field.closest("details");
      if (group) group.open = true;
    }
    // The list of a field with suggestions has a drawn field in its place.
    const drawn = first.parentElement.querySelector(".select2-selection");
    (drawn ?? first).focus();
  }

  // The name of the first field is that of the group, as there can be more groups, and in another language.
  const nameOf = (group) => group.dataset.group ?? group.querySelector("[name], .readonly")?.closest("[class*=field-]")?.className;

  for (const group of panel.querySelectorAll("details")) {
    const name = nameOf(group);
    group.open = remembered[name] ?? group.open;
    group.addEventListener("toggle", () => remember(name, group.open));
  }
  toggle.addEventListener("click", () => {
    if (!panel.hidden) return shut();
    if (!narrow.matches) remember("isClosed", false);
    show(true);
    if (narrow.matches) panel.querySelector("h2").focus();
  });
  close.addEventListener("click", shut);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow.matches && !event.defaultPrevented) shut();
  });
  narrow.addEventListener("change", () => show(!narrow.matches && !remembered.isClosed));
  toggle.hidden = false;
  close.hidden = false;
  show(!narrow.matches && !remembered.isClosed);
  showErrors();
  form.dataset.panel = "ready";
}

if (form) run();
