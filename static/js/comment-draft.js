// Keeps what is being written under an article, in this browser alone, until it is sent.
// A closed tab, a login in between and a lost connection lose nothing then.

const KEPT_DAYS = 30;
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
      // No storage in this browser, or it is full: the form works as without this file.
    }
  },
};

function forgetOldOnes() {
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("comment:") && !(store.read(key).at > oldest)) store.write(key);
  }
}

if (field) {
  const key = form.dataset.draft;
  try {
    forgetOldOnes();
  } catch {
    // Storage is switched off.
  }
  const draft = store.read(key);
  // Whoever sent it and is led to the comment has sent it; an error would lead back to the form.
  if (draft.sent && /^#comment-\d/.test(location.hash)) store.write(key);
  else if (draft.text && !field.value) {
    field.value = draft.text;
    for (const box of boxes) box.checked ||= draft.ticked?.includes(box.name);
    notice.hidden = false;
  }

  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.name);
  const keep = (sent) => store.write(key, field.value && { text: field.value, ticked: ticked(), at: Date.now(), sent });
  for (const input of [field, ...boxes]) input.addEventListener("input", () => keep(false));
  form.addEventListener("submit", (event) => keep(!event.submitter?.name));
  notice.querySelector("button").addEventListener("click", () => {
    field.value = "";
    store.write(key);
    notice.hidden = true;
    field.focus();
  });
}
