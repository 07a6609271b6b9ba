// Shows the preview of a comment in preview. Without JavaScript, the button loads a page with the preview.

const form = document.querySelector("#comment-form");
const preview = form?.querySelector("#comment-preview");

async function show(button) {
  const data = new FormData(form);
  data.set(button.name, "alone");
  button.setAttribute("aria-disabled", "true"); // not disabled, which would remove the focus
  try {
    const response = await fetch(form.action, { method: "POST", body: data });
    if (!response.ok && response.status !== 429) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    preview.replaceChildren(...page.querySelector("#comment-preview").childNodes);
    preview.focus({ preventScroll: true });
    preview.scrollIntoView({ block: "nearest" });
  } catch {
    button.dataset.direct = "yes";
    form.requestSubmit(button); // the page shows what is wrong
  }
  button.removeAttribute("aria-disabled");
}

form?.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "preview" || event.submitter.dataset.direct) return;
  event.preventDefault();
  if (!event.submitter.hasAttribute("aria-disabled")) show(event.submitter);
});
