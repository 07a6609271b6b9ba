// What to look at in an article: a list in the bar, and the same in the dialog for publishing. A choice leads to the
// place. It never takes the focus; changes of the number are announced. Without JavaScript, checks are shown after saving.

const menu = document.querySelector(".checks[data-checks]");
const form = menu?.closest("form");
const transport = menu ? await import(menu.dataset.request) : null;
const QUIET = 1500;
const RETRY = 10_000;

function run() {
  const area = form.elements.body;
  const summary = menu.querySelector("summary");
  const list = menu.querySelector(".check-list");
  const status = form.querySelector(".checks-status");
  let sent;
  let shown;
  let timer;
  let isBusy = false;

  // Autosave makes an article of the first words of a new one, and the page goes on as that of the article.
  const articleId = () => location.pathname.match(/\/(\d+)\/change\//)?.[1] ?? menu.dataset.article;
  const typed = () => {
    const values = Object.fromEntries(["title", "standfirst", "body"].map((name) => [name, form.elements[name].value]));
    const tags = new FormData(form).getAll("tags");
    return JSON.stringify({ ...values, tags, new_tags: form.elements.new_tags?.value ?? "", post: articleId() || null });
  };

  function wait(ms) {
    clearTimeout(timer);
    timer = setTimeout(update, ms);
  }

  // One request at a time; what is typed meanwhile is checked afterwards.
  async function update() {
    const body = typed();
    if (isBusy) return wait(QUIET);
    if (body === sent) return;
    isBusy = true;
    const answer = await transport.send(menu.dataset.checks, form.elements.csrfmiddlewaretoken.value, body);
    isBusy = false;
    if (answer.status === 200) {
      sent = body;
      show(answer);
    } else if (!answer.status || answer.status >= 500) wait(RETRY);
    if (typed() !== body) wait(QUIET);
  }

  function show(answer) {
    const isFirst = shown === undefined;
    if (!isFirst && answer.title !== shown.title) status.textContent = answer.title || menu.dataset.none;
    shown = answer;
    fillDialog();
    if (menu.contains(document.activeElement) && menu.open) return;
    summary.textContent = answer.title;
    menu.hidden = !answer.title;
    fill(list);
  }

  function fill(place) {
    place.replaceChildren(
      ...shown.checks.map((check) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: check.message });
        button.dataset.code = check.code;
        button.addEventListener("click", () => jump(check, button));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  function fillDialog() {
    const place = document.querySelector("#publish-checks");
    if (!place || !shown) return;
    const inside = Object.assign(document.createElement("ol"), { className: "check-list" });
    fill(inside);
    place.replaceChildren(...(shown.checks.length ? [inside] : [menu.dataset.none]));
  }

  function jump({ field, start, end }, button) {
    button.closest("dialog")?.close();
    if (field === "body") select(start, end);
    else focusField(form.querySelector(`[name="${field}"]`));
  }

  // Selecting doesn't scroll, but typing does: leaving and entering the field scrolls to the end of the selection.
  function select(start, end) {
    const write = form.querySelector(".preview-switch [aria-pressed=false]:first-child");
    if (getComputedStyle(area).visibility === "hidden") write?.click();
    area.setSelectionRange(start, start);
    area.blur();
    area.focus();
    area.setSelectionRange(start, end);
    const line = Number.parseFloat(getComputedStyle(area).lineHeight) || 24;
    const lines = area.value.slice(0, start).split("\n").length;
    if (area.scrollHeight > area.clientHeight) area.scrollTop = Math.max(area.scrollTop, (lines - 4) * line);
  }

  function focusField(field) {
    if (!field) return;
    const panel = field.closest("#panel");
    if (panel?.hidden) form.querySelector(".panel-toggle")?.click();
    const group = field.closest("details");
    if (group) group.open = true;
    // A field with suggestions has a drawn one in its place.
    (field.parentElement.querySelector(".select2-selection") ?? field).focus();
  }

  form.addEventListener("input", () => wait(QUIET));
  form.addEventListener("change", () => wait(QUIET));
  // Scripts change the text, and the list of tags, without events.
  setInterval(() => !isBusy && typed() !== sent && !timer && wait(0), 5000);
  menu.addEventListener("toggle", () => shown && !menu.open && show(shown));
  // The dialog for publishing asks for them when it opens.
  document.addEventListener("checks", () => {
    fillDialog();
    wait(0);
  });
  form.addEventListener("submit", () => {
    if (sent !== typed()) return;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_checks_shown", value: "1" }));
  });
  wait(0);
}

if (form) run();
