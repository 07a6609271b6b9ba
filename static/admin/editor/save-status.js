// Shows the state of autosave as a sentence. The sentences are data attributes of the element, in the page's language.

const clock = (at) =>
  new Date(at).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });

const NEEDS_ATTENTION = new Set(["offline", "lost", "loggedOut", "otherTab", "rejected"]);

export function show(element, state, key, others) {
  const text = key ? element.dataset[key].replace("%s", clock(state.savedAt || Date.now())) : "";
  const sentence = element.querySelector(".save-sentence");
  // Screen readers read what changes: the same sentence is not written again.
  if (sentence.textContent !== text) sentence.textContent = text;
  element.classList.toggle("is-unsaved", NEEDS_ATTENTION.has(key));
  element.querySelector(".save-login").hidden = key !== "loggedOut";
  if (state.login) element.querySelector(".save-login").href = state.login;
  element.querySelector(".save-replace").hidden = key !== "otherTab";
  const compare = element.querySelector(".save-compare");
  compare.hidden = !state.stale;
  compare.type = state.stale ? "submit" : "button";
  element.querySelector(".save-others").textContent = others.length
    ? element.dataset.others.replace("%s", new Intl.ListFormat(document.documentElement.lang).format(others))
    : "";
}
