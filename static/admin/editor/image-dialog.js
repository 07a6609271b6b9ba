// A dialog with the image library: search, thumbnails, and upload. The arrow keys move between the images.

export function makeDialog(root) {
  const dialog = root.querySelector("dialog");
  const [search, note, grid, more] = ["search", "note", "grid", "more"].map((name) => dialog.querySelector(`.image-${name}`));
  const input = dialog.querySelector("[type=file]");
  let picked;
  let page;
  let latest = 0;
  let timer;
  let selected = null;
  // In the form, Enter in the search would save the article.
  document.body.append(dialog);

  // When the dialog closes, the text has the focus again, but Chromium puts its cursor at the beginning.
  function restore() {
    if (selected) selected.area.setSelectionRange(selected.start, selected.end);
    selected = null;
  }

  function close() {
    dialog.close();
    restore();
  }

  function add(image) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: grid.children.length ? -1 : 0 });
    const picture = Object.assign(new Image(), { src: image.thumbnail, alt: "", loading: "lazy" });
    const label = Object.assign(document.createElement("span"), { textContent: image.alt || root.dataset.undescribed });
    button.append(picture, label);
    button.addEventListener("click", () => {
      close();
      picked.image(image);
    });
    item.append(button);
    grid.append(item);
  }

  async function load(number) {
    const request = (latest += 1);
    let answer;
    try {
      const query = new URLSearchParams({ q: search.value, page: number });
      const response = await fetch(`${root.dataset.library}?${query}`);
      answer = await response.json();
    } catch {
      answer = { error: root.dataset.unavailable };
    }
    if (request !== latest) return;
    if (number === 1) grid.replaceChildren();
    page = number;
    const count = grid.children.length;
    for (const image of answer.images ?? []) add(image);
    more.hidden = !answer.has_more;
    note.textContent = answer.error ?? (grid.children.length ? "" : root.dataset.none);
    if (number > 1) focusOn(count);
  }

  function focusOn(index) {
    const buttons = [...grid.querySelectorAll("button")];
    const target = buttons[Math.max(0, Math.min(index, buttons.length - 1))];
    if (!target) return;
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  }

  grid.addEventListener("keydown", (event) => {
    const items = [...grid.children];
    const index = items.indexOf(event.target.closest("li"));
    const columns = items.filter((item) => item.offsetTop === items[0].offsetTop).length;
    const forward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const targets = {
      ArrowRight: index + forward,
      ArrowLeft: index - forward,
      ArrowDown: index + columns,
      ArrowUp: index - columns,
      Home: 0,
      End: items.length - 1,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    if (event.key === "ArrowUp" && index < columns) search.focus();
    else focusOn(targets[event.key]);
  });
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(1), 250);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    focusOn(0);
  });
  more.addEventListener("click", () => load(page + 1));
  dialog.querySelector(".image-dialog-close").addEventListener("click", close);
  dialog.addEventListener("close", restore);
  dialog.querySelector(".image-dialog-upload").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    if (!chosen.length) return;
    close();
    picked.files(chosen);
  });

  // Calls target.image with an image of the library, or target.files with files to upload.
  return function open(target, { title, isMultiple = false }) {
    picked = target;
    input.multiple = isMultiple;
    dialog.querySelector("h2").textContent = title;
    search.value = "";
    const area = document.activeElement.closest("textarea");
    selected = area && { area, start: area.selectionStart, end: area.selectionEnd };
    dialog.showModal();
    load(1);
  };
}
