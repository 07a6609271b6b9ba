// Autosave of the article form: connects the form, the state machine, the server, the copies on this device and the
// status line. Without JavaScript, the form has a button that saves a draft.

const status = document.querySelector("[data-autosave]");
const form = status?.closest("form");
const modules = Object.fromEntries(
  await Promise.all(
    ["machine", "transport", "copies", "display", "recovery"].map(async (name) => [
      name,
      status ? await import(status.dataset[name]) : null,
    ]),
  ),
);
const { machine, transport, copies, display, recovery } = modules;
const NOT_SENT = /^(csrfmiddlewaretoken|authorships-.*|draft_.*|merge.*|_.*)$/;

function readFields() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_SENT.test(name) && typeof value === "string") (fields[name] ??= []).push(value.replaceAll("\r\n", "\n"));
  }
  return fields;
}

function run() {
  const tab = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const token = form.elements.csrfmiddlewaretoken.value;
  const base = form.elements.base_version;
  let { autosave: url, article } = status.dataset;
  const seen = form.elements.draft_seen;
  let state = machine.start(seen.value, status.dataset.savedAt);
  let others = [];
  let timer;
  // A form that was refused shows what is stored nowhere.
  const isShownAgain = form.querySelector(".errornote") !== null;
  let known = isShownAgain ? "" : JSON.stringify(readFields());
  let isLeaving = false;
  let starting = null;

  const payload = (seq, seen, more = {}) => ({ tab, seq, seen, base: Number(base.value || 0), fields: readFields(), ...more });

  function handle(event) {
    const [next, effects] = machine.reduce(state, event);
    state = next;
    for (const effect of effects) perform(effect);
    display.show(status, state, machine.describe(state), others);
  }

  async function keepCopy(isSubmitted = false) {
    try {
      await copies.put(article, tab, readFields(), isSubmitted);
      handle({ type: "kept" });
    } catch {
      handle({ type: "notKept" });
    }
  }

  // The first words of a new article have made one: the page goes on as the page of that article.
  async function moveTo(answer) {
    if (!answer.url || answer.url === form.getAttribute("action")) return;
    copies.remove(article, tab).catch(() => {});
    ({ draft: url, url: article } = answer);
    if (form.getAttribute("action") !== article && location.pathname !== article) {
      history.replaceState(null, "", article);
      const started = Object.assign(document.createElement("input"), { type: "hidden", name: "_started", value: "1" });
      form.append(started);
    }
    form.setAttribute("action", article);
  }

  async function request(effect) {
    const event = await transport.send(url, token, payload(effect.seq, effect.seen, { replace: effect.replace }));
    if (isLeaving) return;
    if (event.type === "gone") url = event.start;
    if (event.type === "saved") {
      others = event.others;
      seen.value = event.seen;
      if (!event.stale) base.value = event.base;
      await moveTo(event);
    }
    handle(event);
  }

  function send(effect) {
    const sent = request(effect);
    if (!article.includes("/change/")) starting = sent.finally(() => (starting = null));
  }

  function perform(effect) {
    if (effect.type === "store") keepCopy();
    if (effect.type === "forget") copies.remove(article, tab).catch(() => {});
    if (effect.type === "send") send(effect);
    if (effect.type === "wait") {
      clearTimeout(timer);
      timer = setTimeout(() => handle({ type: "timer" }), effect.ms);
    }
  }

  // Selects with suggestions and date shortcuts fire no events of the browser: what the form holds is compared.
  function look() {
    const fields = readFields();
    const now = JSON.stringify(fields);
    const isEmpty = !article.includes("/change/") && !["title", "standfirst", "body"].some((name) => fields[name]?.[0].trim());
    if (now === known || isEmpty) return;
    known = now;
    handle({ type: "input" });
  }

  form.addEventListener("input", look);
  form.addEventListener("change", look);
  setInterval(look, 2000);
  for (const name of ["focus", "online"]) window.addEventListener(name, () => handle({ type: "wake" }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    look();
    handle({ type: "flush" });
  });
  // Sent while a request makes the article of its first words, the form would make a second one: it waits.
  function waitForArticle(event) {
    if (!starting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    starting.then(() => form.requestSubmit(event.submitter));
  }

  form.addEventListener("submit", waitForArticle, true);
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
    if (state.name !== "clean") keepCopy(true);
  });
  for (const button of form.querySelectorAll("[name=_savedraft]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      look();
      handle({ type: "flush" });
    });
  }
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    look();
    if (!isLeaving && machine.wouldLose(state)) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (!isLeaving && state.name !== "clean") transport.sendBeacon(url, payload(state.seq + 1, state.seen));
  });
  // A form that was sent, and is shown again or has made a newer version of the article.
  const hasArrived = (copy) =>
    copy.isSubmitted && (isShownAgain || Number(copy.fields.base_version) < Number(base.value));
  status.querySelector(".save-replace").addEventListener("click", () => handle({ type: "replace" }));

  // A copy of a tab that was closed or crashed before the server had its text.
  copies
    .list(article)
    .then(async (found) => {
      const saved = readFields();
      const copy = found.find((one) => !hasArrived(one) && recovery.differs(one.fields, saved));
      for (const other of found) if (other !== copy) await copies.remove(article, other.tab);
      if (!copy) return;
      recovery.offer(document.querySelector(".recovery"), {
        copy,
        saved,
        url: status.dataset.compare,
        token,
        async decided(choice) {
          if (choice === "use") {
            recovery.fill(form, copy.fields);
            known = JSON.stringify(readFields());
            handle({ type: "useCopy" });
          } else {
            await transport.send(url, token, { ...payload(1, ""), fields: copy.fields, keep: true });
          }
          await copies.remove(article, copy.tab);
        },
      });
    })
    .catch(() => {});

  display.show(status, state, machine.describe(state), others);
  form.dataset.autosaved = "yes";
}

if (form) run();
