// Saves an unsent comment in localStorage, so that it survives a closed tab, a login or a lost connection.

const MAX_AGE_DAYS = 30;
const form = document.querySelector("form[data-draft]");
const field = form?.querySelector("textarea");
const boxes = [...(form?.querySelectorAll("input[type=checkbox]") ?? [])];
const notice = form?.querySelector(".comment-draft");

const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  },
  write(key, value) {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // Storage is unavailable or full: the form works without drafts.
    }
  },
};

function deleteOldDrafts() {
  const oldest = Date.now() - MAX_AGE_DAYS * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("comment:") && !(store.read(key).at > oldest)) store.write(key);
  }
}

if (field) {
  const key = form.dataset.draft;
  try {
    deleteOldDrafts();
  } catch {
    // Storage is unavailable.
  }
  const draft = store.read(key);
  // A fragment with a comment means that the form was accepted; after an error, the form is shown again.
  if (draft.sent && /^#comment-\d/.test(location.hash)) store.write(key);
  else if (draft.text && !field.value) {
    field.value = draft.text;
    for (const box of boxes) box.checked ||= draft.ticked?.includes(box.name);
    notice.hidden = false;
  }

  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.name);
  const save = (sent) => store.write(key, field.value && { text: field.value, ticked: ticked(), at: Date.now(), sent });
  for (const input of [field, ...boxes]) input.addEventListener("input", () => save(false));
  form.addEventListener("submit", (event) => save(!event.submitter?.name));
  notice.querySelector("button").addEventListener("click", () => {
    field.value = "";
    store.write(key);
    notice.hidden = true;
    field.focus();
  });
}
