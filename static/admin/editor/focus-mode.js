// Focus mode: the text only, in the whole window, with the other paragraphs dimmed and the cursor in the middle third.
// The browser remembers it for each user: it comes back when the cursor is put into the text.

const opener = document.querySelector("[data-opens=focus]");
const form = opener?.closest("form");
const area = form?.elements.body;
const positions = opener ? await import(opener.dataset.positions) : null;

// From the beginning to the end of the paragraph with the cursor; paragraphs are separated by blank lines.
export function paragraphAt(text, position) {
  let start = 0;
  for (const gap of text.matchAll(/\n[ \t]*\n/g)) {
    const end = gap.index + gap[0].length;
    if (position <= gap.index) return { start, end: gap.index };
    if (position < end) return { start: position, end: position };
    start = end;
  }
  return { start, end: text.length };
}

function run() {
  const storageKey = `focus-${area.dataset.user}`;
  const leaver = form.querySelector(".leave-focus");
  const isOn = () => document.body.classList.contains("is-focus-mode");
  let isWanted = read();

  function read() {
    try {
      return localStorage.getItem(storageKey) === "on";
    } catch {
      return false; // a browser that stores nothing
    }
  }

  function remember(value) {
    isWanted = value;
    try {
      localStorage.setItem(storageKey, value ? "on" : "");
    } catch {}
  }

  function follow() {
    if (!isOn()) return;
    const cursor = area.selectionDirection === "backward" ? area.selectionStart : area.selectionEnd;
    const { start, end } = paragraphAt(area.value, cursor);
    const [top, at, bottom] = positions.measure(area, [start, cursor, end]);
    const line = positions.lineHeight(area);
    const third = area.clientHeight / 3;
    area.scrollTop = Math.max(at + line - 2 * third, Math.min(area.scrollTop, at - third));
    dim(top - line / 4, bottom + line);
  }

  let shown = [0, 0];
  function dim(from, to) {
    shown = [from, to];
    area.style.setProperty("--lit-from", `${from - area.scrollTop}px`);
    area.style.setProperty("--lit-to", `${to - area.scrollTop}px`);
  }

  function enter() {
    if (isOn()) return;
    for (const menu of form.querySelectorAll(".bar-menu")) menu.open = false;
    document.body.classList.add("is-focus-mode");
    leaver.hidden = false;
    remember(true);
    area.focus();
    follow();
  }

  function leave() {
    if (!isOn()) return;
    document.body.classList.remove("is-focus-mode");
    leaver.hidden = true;
    remember(false);
    if (document.fullscreenElement) document.exitFullscreen();
    area.focus();
  }

  // Browsers allow the full screen only after a press.
  function start() {
    enter();
    document.documentElement.requestFullscreen?.().catch(() => {});
  }

  opener.hidden = false;
  opener.addEventListener("click", start);
  leaver.addEventListener("click", leave);
  area.addEventListener("focus", () => isWanted && enter());
  for (const name of ["input", "keyup", "pointerup"]) area.addEventListener(name, follow);
  area.addEventListener("scroll", () => isOn() && dim(...shown), { passive: true });
  new ResizeObserver(follow).observe(area);
  document.addEventListener("fullscreenchange", () => document.fullscreenElement ?? leave());
  document.addEventListener("keydown", (event) => {
    const isMain = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey;
    if (isMain && event.code === "KeyF" && !event.getModifierState("AltGraph")) {
      event.preventDefault();
      if (isOn()) leave();
      else start();
    }
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog:modal")) leave();
  });
}

if (area) run();
