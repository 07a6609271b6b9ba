// Private notes on paragraphs, in the side panel of the article form: written in a dialog, answered and resolved without
// loading a page. The server sends the list after each change.

const notes = document.querySelector("[data-notes]");
const form = notes?.closest("form");
const area = form?.querySelector("[data-text] textarea");
const PARAGRAPH = /^[^\S\n]*\S.*(?:\n[^\S\n]*\S.*)*/gm;

// The paragraphs of a text, as the server counts them: where they start, and their source.
export const paragraphs = (text) => [...text.matchAll(PARAGRAPH)].map(({ index, 0: source }) => ({ start: index, source }));

// The number of the paragraph that contains a position, or that is above it.
export const paragraphAt = (found, position) => Math.max(found.findLastIndex(({ start }) => start <= position), 0);

function run() {
  const list = notes.querySelector(".notes-list");
  const status = notes.querySelector(".notes-status");
  const dialog = document.querySelector(".note-dialog");
  const quote = dialog.querySelector("blockquote");
  const body = dialog.querySelector("textarea");
  const error = dialog.querySelector(".note-error");
  const save = dialog.querySelector("[value=save]");
  const narrow = matchMedia("(width < 60rem)");
  let target; // of the dialog: a URL and fields

  function show(html) {
    list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    prepare();
  }

  function prepare() {
    for (const buttons of list.querySelectorAll(".note-buttons")) buttons.hidden = false;
    for (const jump of list.querySelectorAll("[data-jump]")) jump.hidden = !placeOf(jump.closest("article"));
  }

  // Returns what went wrong, or "".
  async function send(url, fields = {}) {
    const data = new FormData();
    const all = { ...fields, fragment: "1", csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
    for (const [name, value] of Object.entries(all)) data.set(name, value);
    try {
      const response = await fetch(url, { method: "POST", body: data });
      if (response.status === 422) return (await response.json()).error;
      if (response.redirected) return notes.dataset.loggedOut;
      if (!response.ok) return notes.dataset.unavailable;
      show(await response.text());
      return "";
    } catch {
      return notes.dataset.unavailable;
    }
  }

  function open(url, source, fields = {}) {
    target = { url, fields };
    quote.textContent = source.length > 300 ? `${source.slice(0, 300)}…` : source;
    error.textContent = "";
    body.value = "";
    dialog.showModal();
    body.focus();
  }

  function addNote() {
    const found = paragraphs(area.value);
    const position = paragraphAt(found, area.selectionStart);
    if (found.length) open(notes.dataset.notes, found[position].source, { quote: found[position].source, position });
  }

  // Where the quoted paragraph is in the text: as it was quoted, or where the server found its new wording.
  function placeOf(thread) {
    const { quote: source, paragraph } = thread.querySelector("[data-quote]").dataset;
    const found = paragraphs(area.value);
    const same = found.find((other) => other.source.trim() === source);
    return same ?? (paragraph === "" ? undefined : found[Number(paragraph)]);
  }

  function jump({ start, source }) {
    if (narrow.matches) document.querySelector(".panel-close").click();
    area.focus();
    area.setSelectionRange(start, start + source.length);
    // Browsers scroll to the cursor only when it moves by a key, or with the focus.
    area.blur();
    area.focus();
  }

  save.addEventListener("click", async () => {
    save.disabled = true;
    error.textContent = await send(target.url, { ...target.fields, body: body.value });
    save.disabled = false;
    if (error.textContent) {
      body.focus();
      return;
    }
    dialog.close();
    notes.open = true;
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[value=cancel]")) dialog.close();
  });
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const thread = button?.closest("article");
    if (!button) return;
    const { reply, change } = button.dataset;
    const source = thread.querySelector("[data-quote]").dataset.quote;
    if (reply) open(reply, source);
    if (change) {
      const { id } = thread;
      status.textContent = await send(change);
      document.getElementById(id)?.querySelector("[data-change]").focus();
    }
    if ("jump" in button.dataset) jump(placeOf(thread));
  });
  area.addEventListener("keydown", (event) => {
    const isShortcut = event.ctrlKey && event.altKey && event.code === "KeyM" && !event.getModifierState("AltGraph");
    if (!isShortcut || event.isComposing) return;
    event.preventDefault();
    addNote();
  });
  for (const button of document.querySelectorAll("[data-note-add], [data-opens=note]")) {
    button.addEventListener("click", addNote);
    button.hidden = false;
  }
  prepare();
}

if (area) run();
