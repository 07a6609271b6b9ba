// Asks before an article is published: when, what has changed since readers last saw it, and a note about the update.
// Confirming sends the article form with the same button as without JavaScript.

const dialog = document.querySelector("#publish-dialog");
const form = document.querySelector("#post_form");
const button = form?.querySelector(".bar-actions > .default:is([name=_publish], [name=_continue])");
const zones = dialog ? await import(dialog.dataset.zones) : null;
const language = document.documentElement.lang || undefined;

function run() {
  const { when, at, note } = dialog.querySelector("form").elements;
  const words = dialog.dataset;
  const siteZone = document.body.dataset.adminServerTimezone;
  const ownZone = zones.ownZone();
  const isNow = () => when.value === "now";
  const field = (name) => form.elements[name];

  function showTime() {
    const isAt = !isNow();
    at.closest("label").hidden = !isAt;
    at.required = isAt;
    const instant = isAt && at.value ? new Date(at.value) : null;
    let sentence = isAt ? "" : words.now;
    if (instant) {
      sentence = words.at.replace("%s", zones.sentence(instant, ownZone, language));
      if (siteZone !== ownZone) sentence += ` ${words.site.replace("%s", zones.sentence(instant, siteZone, language))}`;
    }
    dialog.querySelector("#publish-sentence").textContent = sentence;
  }

  // The date of the form, if there is one; as a proposal, the next full hour.
  function readTime() {
    const instant = zones.instantIn(siteZone, field("published_at_0")?.value, field("published_at_1")?.value);
    const next = new Date(Math.ceil((Date.now() + 1) / 3_600_000) * 3_600_000);
    when.value = instant ? "at" : "now";
    at.value = zones.fieldValue(instant ?? next);
    showTime();
  }

  async function showChanges() {
    const place = dialog.querySelector(".publish-changes");
    place.replaceChildren();
    if (!location.pathname.endsWith("/change/")) return;
    try {
      const response = await fetch(new URL("../changes/", location.href), {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": field("csrfmiddlewaretoken").value },
        body: JSON.stringify(Object.fromEntries(["title", "standfirst", "body"].map((name) => [name, field(name).value]))),
        redirect: "error",
      });
      if (!response.ok) throw new Error(response.status);
      place.innerHTML = await response.text(); // the server escapes the text
    } catch {
      place.textContent = words.unknown;
    }
  }

  function open() {
    if (dialog.open) return;
    for (const menu of form.querySelectorAll(".bar-menu")) menu.open = false;
    // The comparison shows the draft.
    if (form.dataset.autosaved) form.querySelector("[name=_savedraft]")?.click();
    if (when) readTime();
    if (note) note.value = field("correction")?.value ?? "";
    dialog.returnValue = "";
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("checks", { bubbles: true }));
    showChanges();
  }

  function publish() {
    if (note && field("correction")) field("correction").value = note.value;
    if (when) {
      const chosen = form.querySelector("[name=_publish_at]") ?? document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: "_publish_at", value: isNow() ? "now" : new Date(at.value).toISOString() });
      form.append(chosen);
    }
    form.requestSubmit(button);
  }

  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-keyshortcuts", "Control+Enter");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.target.closest?.("dialog") || event.isComposing) return;
    event.preventDefault();
    open();
  });
  dialog.querySelector(".publish-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("change", () => when && showTime());
  dialog.addEventListener("close", () => dialog.returnValue === "publish" && publish());
  dialog.dataset.ready = "yes";
}

if (dialog && button) run();
