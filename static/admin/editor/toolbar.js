// The toolbar above the text of an article: one tab stop, with arrow keys inside (WAI-ARIA toolbar pattern), shortcuts
// in the text, and a dialog that lists them. Without JavaScript, it is hidden.

const toolbar = document.querySelector("[data-inline-formats]");
const editor = toolbar?.closest("[data-text]");
const area = editor?.querySelector("textarea");
const dialog = editor?.querySelector(".shortcuts");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const WITHOUT_BUTTON = { "Control+Alt+1": "heading1" };

// "Control+Shift+7" as it is written on the keys of this device.
export function readable(keys, names, onMac = isMac) {
  const signs = { Control: "⌘", Alt: "⌥", Shift: "⇧" };
  if (onMac) return keys.split("+").map((key) => signs[key] ?? key).join("");
  return keys.split("+").map((key) => names[key.toLowerCase()] ?? key).join("+");
}

// Letters by what they type, or by their place where the layout has other letters; digits by their place.
export function isPressed(keys, event, onMac = isMac) {
  const names = keys.split("+");
  const last = names.pop();
  const main = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  const isOther = names.includes("Alt") !== event.altKey || names.includes("Shift") !== event.shiftKey;
  if (!main || isOther || event.getModifierState("AltGraph")) return false;
  if (/\d/.test(last)) return event.code === `Digit${last}`;
  return event.key.toUpperCase() === last || (event.key > "\x7f" && event.code === `Key${last}`);
}

async function run() {
  const { dataset } = toolbar;
  const [text, inline, block] = await Promise.all(
    [editor.dataset.text, dataset.inlineFormats, dataset.blockFormats].map((url) => import(url)),
  );
  const buttons = () => [...toolbar.querySelectorAll("button:not([hidden])")];
  const shortcuts = { ...WITHOUT_BUTTON };

  const actions = {
    bold: inline.bold,
    italic: inline.italic,
    link: inline.link,
    code: (...at) => (at[1].text.includes("\n") ? block.fence(...at) : inline.code(...at)),
    heading1: (...at) => block.heading(...at, 1),
    heading2: (...at) => block.heading(...at, 2),
    heading3: (...at) => block.heading(...at, 3),
    bullets: block.bullets,
    numbers: block.numbers,
    quote: block.quote,
    footnote: block.footnote,
    table: (...at) => block.table(...at, dataset.column),
  };

  function apply(name) {
    const edit = actions[name](area, text.selectedLines(area));
    if (edit) text.replace(area, edit.start, edit.end, edit.text, edit.from, edit.to);
  }

  // Only one button can be reached with Tab: the one that was used last.
  function moveTo(button, isFocused = true) {
    for (const other of buttons()) other.tabIndex = other === button ? 0 : -1;
    if (isFocused) button.focus();
  }

  toolbar.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement);
    const step = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moveTo(all.at(to % all.length));
  });
  toolbar.addEventListener("focusin", (event) => moveTo(event.target, false));
  // A press keeps the focus, the selection, and a phone's keyboard where they are.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.format) apply(button.dataset.format);
    if (button?.dataset.opens === "shortcuts") dialog.showModal();
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const keys = Object.keys(shortcuts).find((name) => isPressed(name, event));
    if (!keys) return;
    event.preventDefault();
    apply(shortcuts[keys]);
  });
  for (const button of document.querySelectorAll(".bar-menu [data-opens=shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    const isField = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (event.key !== "?" || isField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("button")) dialog.close();
  });

  for (const button of buttons()) {
    const keys = button.getAttribute("aria-keyshortcuts");
    if (!keys || !button.dataset.format) continue;
    shortcuts[keys] = button.dataset.format;
    button.title += ` (${readable(keys, dataset)})`;
    if (isMac) button.setAttribute("aria-keyshortcuts", keys.replace("Control", "Meta"));
  }
  for (const keys of dialog.querySelectorAll("kbd")) keys.textContent = readable(keys.textContent, dataset);
  moveTo(buttons()[0], false);
  toolbar.hidden = false;
}

if (area) run();
