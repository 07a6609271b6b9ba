// Files that are dropped on the editor or pasted into it. Dropped and pasted text is left to the browser.

export function refusal(file, maxBytes) {
  // Some systems know no type of newer formats: the server decides.
  if (file.type && !file.type.startsWith("image/")) return "notAnImage";
  return file.size > maxBytes ? "tooLarge" : null;
}

export function receiveFiles(editor, area, add) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const show = (isOver) => editor.classList.toggle("is-dropping", isOver);

  // A file that misses the editor would replace the page.
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event) || event.target.matches?.("[type=file]")) return;
    const isOver = editor.contains(event.target);
    show(isOver);
    event.preventDefault();
    event.dataTransfer.dropEffect = isOver ? "copy" : "none";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) show(false);
  });
  document.addEventListener("drop", (event) => {
    show(false);
    if (!hasFiles(event) || event.target.matches?.("[type=file]")) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (!editor.contains(event.target) || !files.length) return;
    const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    add(files, { position: caret?.offsetNode === area ? caret.offset : undefined });
  });
  // Programs that copy text also copy an image of it.
  area.addEventListener(
    "paste",
    (event) => {
      const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      add(files);
    },
    true,
  );
}
