// Helps to type Markdown: Enter continues lists and quotes, Tab indents in lists and code, and marks surround what is
// selected. Input methods are left alone while they compose.

const toolbar = document.querySelector("[data-typing-rules]");
const editor = toolbar?.closest("[data-text]");
const area = editor?.querySelector("textarea");

async function run() {
  const [text, rules] = await Promise.all([import(editor.dataset.text), import(toolbar.dataset.typingRules)]);
  let mayLeave = false;
  let isShift = false;

  function apply(event, rule, ...more) {
    const edit = rule(area, text.selectedLines(area), ...more);
    if (!edit) return;
    event.preventDefault();
    text.replace(area, edit.start, edit.end, edit.text, edit.from, edit.to);
  }

  area.addEventListener("keydown", (event) => {
    const hasModifier = event.ctrlKey || event.metaKey;
    isShift = event.shiftKey;
    if (event.isComposing) return;
    if (event.key === "Tab" && !hasModifier && !event.altKey && !mayLeave) apply(event, rules.indent, event.shiftKey);
    // After Escape, Tab moves the focus, so that the keyboard can always leave the text.
    mayLeave = event.key === "Escape" || (mayLeave && event.key === "Shift");
  });
  area.addEventListener("blur", () => {
    mayLeave = false;
  });
  area.addEventListener("beforeinput", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (["insertLineBreak", "insertParagraph"].includes(event.inputType) && !isShift) apply(event, rules.enter);
    if (event.inputType === "insertText" && event.data) apply(event, rules.surround, event.data);
  });
  area.dataset.typing = "yes";
}

if (area) run();
