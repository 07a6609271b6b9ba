// Images while writing: they are dropped on the text, pasted or chosen, and uploaded in the background. Until an image
// is stored, a placeholder holds its place in the text.

const root = document.querySelector(".editor-images");
const NAMES = ["text", "markdown", "transport", "queue", "files", "row", "dialog", "cover"];
const modules = root ? await Promise.all(NAMES.map((name) => import(root.dataset[name]))) : [];
const [editing, markdown, transport, queues, incoming, rows, dialogs, covers] = modules;

function run() {
  const form = root.closest("form");
  const editor = root.closest(".editor");
  const area = editor.querySelector("textarea");
  const token = form.elements.csrfmiddlewaretoken.value;
  const words = root.dataset;
  const used = new Set();
  const upload = (file, onProgress) => transport.upload(words.upload, token, file, onProgress);
  const queue = queues.makeQueue(upload);
  let isComposing = false;
  let later = [];
  let hadFocus = false;

  // The text is not changed while an input method composes a word, or while a dialog has the focus.
  function change(find, text) {
    if (isComposing || document.querySelector("dialog:modal")) return void later.push([find, text]);
    const range = find(area.value);
    if (range && area.value.slice(range.start, range.end) !== text) markdown.quietly(editing.replace, area, range, text);
  }

  function insert(text, position = hadFocus ? area.selectionEnd : area.value.length) {
    const block = markdown.asBlock(area.value, position, text);
    editing.replace(area, block.at, block.at, block.text);
  }

  function say(name, text) {
    root.querySelector(".image-announcement").textContent = `${name}: ${text}`;
    return text;
  }

  // The fields of an image change its Markdown in the text, and those of an upload also the image itself.
  async function describe({ image, row, file, setCover }, { alt, isDecorative, caption }) {
    if (!setCover) change((value) => markdown.find(value, image.url), markdown.markdown(image.url, alt, caption));
    if (!file || (!alt.trim() && !isDecorative)) return;
    const answer = await transport.describe(image.describe, token, alt, isDecorative);
    row.show(answer.image ? words.described : (answer.error ?? words[answer.failure]), { login: answer.login });
  }

  function makeJob(name, { file, placeholder, setCover }) {
    const removed = () => placeholder && change((value) => markdown.block(value, placeholder), "");
    const job = { file, placeholder, setCover };
    job.row = rows.makeRow(root, name, {
      retry: () => queue.start(job),
      describe: (values) => describe(job, values),
      close: () => area.focus({ preventScroll: true }),
      cancel() {
        queue.cancel(job);
        job.row.remove();
        removed();
        area.focus({ preventScroll: true });
      },
    });
    job.waits = () => job.row.show(words.waiting, { isSending: true });
    job.progresses = (fraction) => {
      job.row.progress(fraction);
      job.row.show(fraction < 1 ? words.sending : words.processing, { isSending: true });
    };
    job.fails = (answer) => {
      job.row.show(say(name, answer.error ?? words[answer.failure]), { ...answer, isFailed: true });
      if (!answer.isTemporary) removed();
    };
    job.ends = (image) => {
      job.image = image;
      const isPlaced = setCover || area.value.includes(placeholder);
      if (setCover) setCover(image);
      else change((value) => markdown.range(value, placeholder), image.markdown);
      job.row.finish(image, say(name, isPlaced ? words.done : words.removed), !setCover);
    };
    return job;
  }

  function add(files, { position, setCover } = {}) {
    const jobs = files.map((file) => {
      const isTaken = (text) => used.has(text) || area.value.includes(text);
      const placeholder = setCover ? "" : markdown.placeholder(words.placeholder, file.name, isTaken);
      used.add(placeholder);
      return makeJob(file.name, { file, placeholder, setCover });
    });
    const refusals = new Map(jobs.map((job) => [job, incoming.refusal(job.file, Number(words.maxBytes))]));
    const accepted = jobs.filter((job) => !refusals.get(job));
    if (!setCover && accepted.length) insert(accepted.map((job) => job.placeholder).join("\n\n"), position);
    for (const job of accepted) queue.start(job);
    for (const [job, failure] of refusals) if (failure) job.fails({ failure });
  }

  function insertFromLibrary(image) {
    insert(image.markdown);
    const job = makeJob(image.label, {});
    job.image = image;
    job.row.finish(image, words.reused, true);
  }

  function changeLater() {
    isComposing = false;
    for (const [find, text] of later.splice(0)) change(find, text);
  }

  area.addEventListener("compositionstart", () => (isComposing = true));
  area.addEventListener("compositionend", () => setTimeout(changeLater));
  document.addEventListener("close", () => setTimeout(changeLater), true);
  area.addEventListener("focus", () => (hadFocus = true));
  // Undo goes back past the placeholder of an upload that has ended.
  area.addEventListener("input", ({ inputType }) => {
    const command = { historyUndo: "undo", historyRedo: "redo" }[inputType];
    const isOver = (text) => text && area.value.includes(text) && !queue.holds(text);
    if (command && [...used].some(isOver)) setTimeout(() => document.execCommand(command));
  });

  queues.holdForm(form, queue, (reason) => {
    const status = root.querySelector(".image-status");
    status.textContent = words[reason] ?? "";
    if (reason) status.scrollIntoView({ block: "center" });
  });
  const open = dialogs.makeDialog(root);
  const setCover = covers.connect(words.chooseCover, () =>
    open({ image: setCover, files: (files) => add(files, { setCover }) }, { title: words.chooseCover }),
  );
  const target = { image: insertFromLibrary, files: (files) => add(files) };
  editor.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens=images]")) open(target, { title: words.insert, isMultiple: true });
  });
  incoming.receiveFiles(editor, area, add);
  root.dataset.ready = "yes";
}

if (root) run();
