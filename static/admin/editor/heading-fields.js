// Title and standfirst grow with their text. Each is one paragraph, so Enter goes to the next field.

const canvas = document.querySelector(".canvas");
const fields = ["title", "standfirst", "body"].map((name) => canvas?.querySelector(`[name=${name}]`));

function run() {
  const canGrow = CSS.supports("field-sizing", "content");
  const grow = (field) => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  for (const [at, field] of fields.slice(0, 2).entries()) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      fields[at + 1].focus();
    });
    if (canGrow) continue;
    field.addEventListener("input", () => grow(field));
    new ResizeObserver(() => grow(field)).observe(canvas);
  }
}

if (fields[0]) run();
