// Pasted rich text becomes Markdown, which the server writes; a URL makes a link of the selection. Without an answer of
// the server, the plain text is inserted. Each paste is one step of undo, and the author can type on meanwhile.

const editor = document.querySelector("[data-paste]");
const area = editor?.querySelector("textarea");
const TIMEOUT = 3000;

async function run() {
  const { dataset } = editor;
  const { typingRules } = editor.querySelector("[data-typing-rules]").dataset;
  const urls = [dataset.text, typingRules, dataset.pasteRules, dataset.request, dataset.imageMarkdown];
  const [text, typing, rules, request, images] = await Promise.all(urls.map((url) => import(url)));
  const token = area.form.elements.csrfmiddlewaretoken.value;
  let pending = []; // pastes that wait for the server, in their order
  let before = "";
  let isInserting = false;
  let isPlain = false;
  let composition = Promise.resolve();

  function insert(paste, edit) {
    const { start, end, text: inserted, from } = edit ?? { ...paste.place, text: paste.plain };
    const isWaiting = area.selectionStart === paste.place.start && area.selectionEnd === paste.place.end;
    const index = pending.indexOf(paste);
    const change = { start, end, length: inserted.length };
    pending = pending.toSpliced(index, 1);
    pending.forEach((other, at) => (other.place = rules.moved(other.place, change, at >= index)));
    isInserting = true;
    if (isWaiting && document.activeElement === area) text.replace(area, start, end, inserted, from);
    else images.quietly(text.replace, area, { start, end }, inserted);
    isInserting = false;
    before = area.value;
    if (!pending.length) area.removeAttribute("aria-busy");
  }

  async function convert(html, plain) {
    const paste = { place: { start: area.selectionStart, end: area.selectionEnd }, plain };
    before = area.value;
    pending.push(paste);
    area.setAttribute("aria-busy", "true");
    const body = JSON.stringify({ html: rules.withoutData(html), note: rules.nextNote(area.value) });
    const answer = await request.send(dataset.paste, token, body, TIMEOUT);
    await composition;
    if (!pending.includes(paste)) return;
    const isConverted = answer.status === 200 && answer.markdown;
    insert(paste, isConverted ? rules.fitted(area.value, paste.place, answer) : null);
  }

  function insertPlain() {
    for (const paste of pending) insert(paste);
  }

  area.addEventListener("keydown", (event) => {
    isPlain = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "v";
  });
  area.addEventListener("keyup", () => (isPlain = false));
  area.addEventListener("paste", (event) => {
    if (event.defaultPrevented || isPlain) return;
    const data = event.clipboardData;
    const plain = data.getData("text/plain").replaceAll("\r\n", "\n");
    const html = data.getData("text/html");
    const lines = text.selectedLines(area);
    const link = typing.pasteLink(area, lines, plain);
    if (link) {
      event.preventDefault();
      text.replace(area, link.start, link.end, link.text, link.from, link.to);
    } else if (html && !typing.isWithinLiteral(area, lines) && rules.isRich(html, [...data.types])) {
      event.preventDefault();
      convert(html, plain);
    }
  });
  area.addEventListener("input", () => {
    if (isInserting || !pending.length) return;
    const change = rules.difference(before, area.value);
    for (const paste of pending) paste.place = rules.moved(paste.place, change);
    before = area.value;
  });
  area.addEventListener("compositionstart", () => {
    composition = new Promise((resolve) => {
      area.addEventListener("compositionend", () => setTimeout(resolve), { once: true });
    });
  });
  // What is saved or left while the server still converts contains the plain text.
  area.form.addEventListener("submit", insertPlain, true);
  window.addEventListener("beforeunload", insertPlain, true);
  area.dataset.pastes = "yes";
}

if (area) run();
