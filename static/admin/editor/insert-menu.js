// The insert menu: "/" inserts blocks, "[[" links to own articles, and "#" adds tags. The focus stays in the text while
// the arrow keys move through the suggestions (ARIA combobox pattern).

const root = document.querySelector(".insert-menu");
const editor = root?.closest("[data-text]");
const area = editor?.querySelector("textarea");
const TYPED = /^(insertText|insertCompositionText|deleteContent)/;

async function run() {
  const { dataset } = root;
  const names = ["triggers", "list", "positions", "rules", "formats", "blocks", "links", "tags"];
  const imports = [editor.dataset.text, ...names.map((name) => dataset[name])].map((url) => import(url));
  const [text, triggers, lists, positions, rules, formats, blocks, links, tags] = await Promise.all(imports);
  const list = lists.create(root, area, choose);
  const sources = {
    block: blocks.create(root, formats, text.selectedLines),
    link: links.create(dataset),
    tag: tags.create(document.querySelector("select#id_tags"), list.say, dataset.added),
  };
  let current = null; // what is typed while the menu is open
  let closedAt = -1; // where Escape closed it: it stays closed while the same is typed on
  let latest = 0;

  function close() {
    latest += 1;
    current = null;
    list.hide();
  }

  async function look() {
    const isPoint = area.selectionStart === area.selectionEnd;
    const found = isPoint ? triggers.find(area.value, area.selectionStart, rules.isFenced) : null;
    if (found?.start !== closedAt) closedAt = -1;
    if (!found || closedAt >= 0) return close();
    const request = (latest += 1);
    current = found;
    const { items, note = "" } = await sources[found.kind].suggest(found.query);
    if (request !== latest) return undefined;
    if (!items.length && !note) return close();
    const place = positions.placeOf(area, found.start);
    // A "#" may just be a part of the text: Enter starts a new line unless a tag was selected.
    const isFirstSelected = Boolean(found.query) && found.kind !== "tag";
    return list.show({ items, note, place, label: dataset[`${found.kind}Label`], isFirstSelected });
  }

  // Replaces what was typed in one step of undo.
  function choose(item) {
    const range = { start: current.start, end: area.selectionEnd };
    close();
    const edit = item.edit(area, range);
    text.replace(area, edit.start, edit.end, edit.text, edit.from, edit.to);
    item.after?.(area);
  }

  const keys = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    Enter: () => list.choose(),
    Tab: () => list.choose(),
    Escape() {
      closedAt = current.start;
      close();
      return true;
    },
  };

  // Before the other listeners of the text: a key that the menu uses isn't theirs.
  editor.addEventListener(
    "keydown",
    (event) => {
      const isOther = event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
      if (event.target !== area || !list.isOpen() || isOther || !keys[event.key]?.()) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  area.addEventListener("input", (event) => {
    if (TYPED.test(event.inputType)) return void look();
    closedAt = -1;
    close();
  });
  area.addEventListener("compositionend", look);
  area.addEventListener("blur", close);
  document.addEventListener("selectionchange", () => {
    if (!current) return;
    const isInside = area.selectionStart === area.selectionEnd && area.selectionStart > current.start;
    if (!isInside || area.value.slice(current.start, area.selectionStart).includes("\n")) close();
  });
  const follow = () => list.isOpen() && list.moveTo(positions.placeOf(area, current.start));
  for (const target of [window, area]) target.addEventListener("scroll", follow, { passive: true });
  window.addEventListener("resize", follow);
  root.dataset.ready = "yes";
}

if (area) run();
