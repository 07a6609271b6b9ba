// The preview next to the text of an article. Without JavaScript, its button stores the draft and opens its page.

const panel = document.querySelector("[data-preview]");
const form = panel?.closest("form");
const editor = panel?.closest(".editor");
const paths = { ...editor?.dataset, ...panel?.dataset };
const [transport, pages, sources, positions, outline, text] = await Promise.all(
  ["request", "page", "sections", "visible", "outline", "text"].map(async (name) => (panel ? import(paths[name]) : null)),
);
const QUIET = 400;
const RETRY = 5000;
const FIELDS = ["title", "standfirst", "body", "language"];

function run() {
  const area = form.elements.body;
  const [write, read] = form.querySelectorAll(".preview-switch button");
  const status = panel.querySelector(".preview-status");
  const page = pages.create(panel.querySelector(".preview-page"), [panel.dataset.site, panel.dataset.style]);
  const storageKey = `preview-${area.dataset.user}`;
  const list = outline.create(panel.querySelector(".outline"), area, sources, text, () => isHidden() && toggle(false));
  let sections = [];
  let shown = "";
  let isBusy = false;
  let isLate = false;
  let followedAt = 0;
  let timer;

  // Autosave makes an article of the first words of a new one, and the page goes on as that of the article.
  const url = () => (location.pathname.endsWith("/change/") ? new URL("../preview/", location.href).href : panel.dataset.preview);
  const typed = () => JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""])));
  const isOpen = () => !panel.hidden;
  // On small screens the preview replaces the text, and with it what had the focus.
  const isHidden = () => getComputedStyle(area).visibility === "hidden";

  function say(sentence) {
    if (status.textContent !== sentence) status.textContent = sentence;
    panel.classList.toggle("is-stale", sentence !== "");
  }

  function wait(ms) {
    clearTimeout(timer);
    timer = setTimeout(update, ms);
  }

  // One request at a time. What is typed meanwhile is sent afterwards, so the last text wins.
  async function update() {
    const [address, body] = [url(), typed()];
    if (!isOpen() || address + body === shown) return;
    if (isBusy) {
      isLate = true;
      return;
    }
    isBusy = true;
    const response = await transport.send(address, form.elements.csrfmiddlewaretoken.value, body);
    isBusy = false;
    if (response.status === 200) show(response, address + body);
    else if (response.status === 401) say(panel.dataset.loggedOut);
    else if (response.error) say(response.error);
    else say(panel.dataset.lost);
    if (!response.status || response.status >= 500) wait(RETRY);
    if (isLate) wait(0);
    isLate = false;
  }

  function show(answer, key) {
    shown = key;
    sections = answer.sections;
    page.show(answer);
    panel.querySelector(".preview-length").textContent = answer.length;
    panel.dataset.hash = answer.hash;
    say("");
    follow(area.selectionStart);
  }

  function followHeading(found, index) {
    const id = sources.anchors(found, sections)[index];
    // Above the first section there is the title, which is shown with it.
    page.follow(id && id !== sections[0].anchor ? id : "");
    list.mark(index);
  }

  function follow(position) {
    const found = sources.headings(area.value);
    followHeading(found, sources.headingAt(found, position));
  }

  // The section with the cursor after typing and moving the cursor; after scrolling, the first visible one.
  function followCursor() {
    if (!isOpen()) return;
    followedAt = Date.now();
    follow(area.selectionStart);
  }

  function followScrolling() {
    if (!isOpen() || Date.now() - followedAt < 500) return;
    const found = sources.headings(area.value);
    followHeading(found, positions.firstVisible(area, found.map(({ start }) => start)));
  }

  function toggle(isOpening, isRemembered = true) {
    const hadFocus = document.activeElement === area;
    panel.hidden = !isOpening;
    editor.classList.toggle("has-preview", isOpening);
    read.setAttribute("aria-pressed", isOpening);
    write.setAttribute("aria-pressed", !isOpening);
    if (isRemembered) remember(isOpening);
    if (isOpening && hadFocus && isHidden()) read.focus();
    if (isOpening) {
      list.show();
      update();
    }
  }

  function remember(isOpening) {
    try {
      localStorage.setItem(storageKey, isOpening ? "open" : "");
    } catch {} // a browser that stores nothing
  }

  function wasOpen() {
    try {
      return localStorage.getItem(storageKey) === "open" && matchMedia("(width >= 75rem)").matches;
    } catch {
      return false;
    }
  }

  read.type = "button";
  write.hidden = false;
  read.addEventListener("click", () => toggle(!isOpen()));
  write.addEventListener("click", () => toggle(false));
  document.addEventListener("keydown", (event) => {
    const isMain = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey;
    if (!isMain || event.code !== "KeyP" || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    toggle(!isOpen());
  });
  form.addEventListener("input", () => isOpen() && wait(QUIET));
  // Scripts fill fields without events.
  setInterval(update, 2000);
  for (const name of ["input", "keyup", "pointerup"]) area.addEventListener(name, followCursor);
  area.addEventListener("scroll", followScrolling, { passive: true });
  toggle(wasOpen(), false);
}

if (form) run();
