// Shows the widest variant of an image in a dialog when the image is clicked.

const status = document.getElementById("reading-status");
const IMAGES = ".article-cover > img[srcset], .prose figure > img[srcset], .prose > p > img[srcset]:only-child";

function widest(image) {
  const files = [...image.srcset.matchAll(/(\S+)\s+(\d+)w/g)].sort((one, other) => other[2] - one[2]);
  return files.length ? files[0][1] : image.currentSrc;
}

function show(image) {
  const dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", image.alt || status.dataset.enlarge);
  const enlarged = new Image(image.getAttribute("width"), image.getAttribute("height"));
  enlarged.src = widest(image);
  enlarged.alt = image.alt;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "lightbox-close";
  close.ariaLabel = status.dataset.close;
  close.textContent = "×";
  dialog.append(close, enlarged);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

for (const image of document.querySelectorAll(IMAGES)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "enlarge";
  button.title = status.dataset.enlarge;
  button.addEventListener("click", () => show(image));
  image.replaceWith(button);
  button.append(image);
}
