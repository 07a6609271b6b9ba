// The blocks of the insert menu. They are those of the toolbar (block-formats.js), and some that are just marks.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function create(root, formats, selectedLines) {
  // A format whose first mark becomes another one.
  const marked = (format, mark, text) => (area, lines) => {
    const edit = format(area, lines);
    const grown = text.length - mark.length;
    return { ...edit, text: edit.text.replace(mark, text), from: edit.from + grown, to: edit.to + grown };
  };

  function divider(area, lines) {
    const [above] = formats.padding(area.value, lines);
    const text = `${above}---\n\n`;
    const end = lines.text.trim() ? lines.start : lines.end;
    const isBeforeBlank = end === lines.end && area.value.startsWith("\n\n", end);
    return { start: lines.start, end: isBeforeBlank ? end + 2 : end, text, from: text.length, to: text.length };
  }

  function mark(text) {
    return ({ selectionStart: start }) => ({ start, end: start, text, from: text.length, to: text.length });
  }

  const makers = {
    heading2: (...at) => formats.heading(...at, 2),
    heading3: (...at) => formats.heading(...at, 3),
    bullets: formats.bullets,
    numbers: formats.numbers,
    tasks: marked(formats.bullets, "- ", "- [ ] "),
    quote: formats.quote,
    alert: marked(formats.quote, "> ", "> [!NOTE]\n> "),
    fence: formats.fence,
    table: (...at) => formats.table(...at, root.closest("[data-text]").querySelector("[data-column]").dataset.column),
    footnote: formats.footnote,
    divider,
    link: mark("[["),
    image: mark(""),
  };
  const afterwards = {
    image: (area) => area.closest("[data-text]").querySelector("[data-opens=images]").click(),
  };

  // The format is applied to the line without what was typed, and both are one edit.
  function makeEdit(maker, { value }, { start, end }) {
    const rest = { value: value.slice(0, start) + value.slice(end), selectionStart: start, selectionEnd: start };
    const edit = maker(rest, selectedLines(rest));
    const [low, high] = [Math.min(start, edit.start), Math.max(start, edit.end)];
    const before = rest.value.slice(low, edit.start);
    const text = before + edit.text + rest.value.slice(edit.end, high);
    return { start: low, end: high + end - start, text, from: before.length + edit.from, to: before.length + edit.to };
  }

  const all = [...root.querySelector("template").content.querySelectorAll("li")].map(({ dataset, textContent }) => ({
    label: textContent.trim(),
    note: dataset.sign,
    words: fold(`${textContent} ${dataset.words}`).split(/\s+/),
    edit: (area, range) => makeEdit(makers[dataset.block], area, range),
    after: afterwards[dataset.block],
  }));

  return {
    suggest(query) {
      const typed = fold(query).split(/\s+/);
      return { items: all.filter(({ words }) => typed.every((part) => words.some((word) => word.startsWith(part)))) };
    },
  };
}
