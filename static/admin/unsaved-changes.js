// Asks for confirmation before leaving a page with unsaved changes.
// Forms with autosave ask by themselves.
const form = document.querySelector("#content-main > form");
// Compares the data of the form, because autocomplete fields and date shortcuts fire no events.
const state = () => (form ? new URLSearchParams(new FormData(form)).toString() : "");
const saved = state();
// A form with errors, or one that is restored after a login, contains unsaved data from the start.
const isUnsaved = form?.querySelector(".errornote") !== null;
let isLeaving = false;

form?.addEventListener("submit", () => {
  isLeaving = true;
});

// The page was restored from the back/forward cache.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});

window.addEventListener("beforeunload", (event) => {
  if (form && !form.dataset.autosaved && !isLeaving && (isUnsaved || state() !== saved)) event.preventDefault();
});
