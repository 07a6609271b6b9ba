// The bar of the article form: the length of the text while it changes, the menu, and the height of the bar for what
// sticks below it.

const bar = document.querySelector(".editor-bar");
const form = bar?.closest("form");
const counter = bar ? await import(bar.dataset.count) : null;
const QUIET = 300;

function showLength() {
  const place = bar.querySelector(".bar-length");
  const forms = JSON.parse(place.dataset.words);
  const language = document.documentElement.lang || undefined;
  const plurals = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const time = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });
  const { words, minutes } = counter.count(form.elements.body.value);
  const counted = (forms[plurals.select(words)] ?? forms.other).replace("%s", number.format(words));
  place.textContent = `${counted} · ${time.format(minutes)}`;
  place.hidden = false;
}

function followLength(area) {
  let timer;
  let known;
  const look = () => {
    if (area.value === known) return;
    known = area.value;
    showLength();
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  });
  // Scripts change the text without events.
  setInterval(look, 2000);
  look();
}

// A menu of links and buttons: it closes after a choice, with Escape, and when the focus or a press is elsewhere.
function closeBySelf(menu) {
  const close = (isFocused = false) => {
    if (!menu.open) return;
    menu.open = false;
    if (isFocused) menu.querySelector("summary").focus();
  };
  menu.addEventListener("click", (event) => event.target.closest("button, a") && close());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close(true);
  });
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close());
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close());
}

if (form) {
  followLength(form.elements.body);
  for (const menu of bar.querySelectorAll("details")) closeBySelf(menu);
  new ResizeObserver(() => form.style.setProperty("--bar-height", `${bar.offsetHeight}px`)).observe(bar);
}
