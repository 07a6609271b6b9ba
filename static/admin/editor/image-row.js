// A line under the text for each image: its upload, what to do after a failure, and its description and caption.

// The functions of actions: retry, cancel, and describe({ alt, isDecorative, caption }).
export function makeRow(root, name, actions) {
  const row = root.querySelector(".image-row-template").content.firstElementChild.cloneNode(true);
  const part = (part) => row.querySelector(`.image-${part}`);
  const [alt, decorative, caption] = ["alt", "decorative", "caption"].map(part);
  const progress = row.querySelector("progress");
  let described = "";
  row.setAttribute("aria-label", name);
  part("name").textContent = name;

  const values = () => ({ alt: decorative.checked ? "" : alt.value, isDecorative: decorative.checked, caption: caption.value });

  function apply() {
    alt.disabled = decorative.checked;
    const now = JSON.stringify(values());
    if (part("fields").hidden || now === described) return;
    described = now;
    actions.describe(values());
  }

  function show(message, { login, isTemporary = false, isSending = false, isFailed = false } = {}) {
    part("message").textContent = message;
    part("retry").hidden = !isTemporary;
    if (isFailed) part("cancel").textContent = root.dataset.remove;
    part("login").hidden = !login;
    if (login) part("login").href = login;
    progress.hidden = !isSending;
    row.classList.toggle("is-failed", isFailed);
  }

  // The event comes before the focus has moved on.
  for (const field of [alt, decorative, caption]) field.addEventListener("change", () => setTimeout(apply));
  row.addEventListener("keydown", (event) => {
    const isSaving = event.key === "s" && (event.ctrlKey || event.metaKey);
    if (isSaving) apply();
    if (event.key !== "Enter" || event.target.type !== "text" || event.isComposing) return;
    event.preventDefault();
    apply();
  });
  part("retry").addEventListener("click", actions.retry);
  part("cancel").addEventListener("click", () => actions.cancel());
  part("close").addEventListener("click", () => {
    apply();
    row.remove();
    actions.close();
  });
  root.querySelector(".image-rows").append(row);

  return {
    apply,
    show,
    remove: () => row.remove(),
    progress(fraction) {
      progress.value = fraction;
    },
    // The image is stored: it is asked for its description, without taking the focus.
    finish(image, message, hasCaption) {
      part("fields").hidden = false;
      caption.closest("label").hidden = !hasCaption;
      Object.assign(part("thumbnail"), { src: image.thumbnail, hidden: false });
      alt.value = image.alt;
      decorative.checked = alt.disabled = image.decorative;
      described = JSON.stringify(values());
      part("cancel").hidden = true;
      part("close").hidden = false;
      show(message);
    },
  };
}
