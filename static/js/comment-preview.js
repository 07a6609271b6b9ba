// Shows the preview of a comment in place. Without this file its button loads the page with the preview.

const form = document.querySelector("#comment-form");
const place = form?.querySelector("#comment-preview");

async function show(button) {
  const data = new FormData(form);
  data.set(button.name, "alone");
  button.setAttribute("aria-disabled", "true"); // not disabled: that would take the focus from it
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!answer.ok && answer.status !== 429) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.querySelector("#comment-preview").childNodes);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  } catch {
    button.dataset.direct = "yes";
    form.requestSubmit(button); // the long way says what is wrong
  }
  button.removeAttribute("aria-disabled");
}

form?.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "preview" || event.submitter.dataset.direct) return;
  event.preventDefault();
  if (!event.submitter.hasAttribute("aria-disabled")) show(event.submitter);
});
