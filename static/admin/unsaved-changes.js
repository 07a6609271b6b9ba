// Asks before a page is left whose form has changes that are not saved. The browser words the question.
const form = document.querySelector("#content-main > form");
// Selects with suggestions and date shortcuts fire no events: what the form holds is compared with what it held.
const state = () => (form ? new URLSearchParams(new FormData(form)).toString() : "");
const saved = state();
// A form that was refused, or that comes back after a login, holds what is saved nowhere.
const isUnsaved = form?.querySelector(".errornote") !== null;
let isLeaving = false;

form?.addEventListener("submit", () => {
  isLeaving = true;
});

// Back to a page that the browser kept: nothing is being sent any more.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});

window.addEventListener("beforeunload", (event) => {
  if (form && !isLeaving && (isUnsaved || state() !== saved)) event.preventDefault();
});
