// Pictures open large: the widest file that there is, over the page. Without this file they are pictures.

const status = document.getElementById("reading-status");
const PICTURES = ".article-cover > img[srcset], .prose figure > img[srcset], .prose > p > img[srcset]:only-child";

function widest(picture) {
  const files = [...picture.srcset.matchAll(/(\S+)\s+(\d+)w/g)].sort((one, other) => other[2] - one[2]);
  return files.length ? files[0][1] : picture.currentSrc;
}

function show(picture) {
  const dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", picture.alt || status.dataset.enlarge);
  const large = new Image(picture.getAttribute("width"), picture.getAttribute("height"));
  large.src = widest(picture);
  large.alt = picture.alt;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "lightbox-close";
  close.ariaLabel = status.dataset.close;
  close.textContent = "×";
  dialog.append(close, large);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

for (const picture of document.querySelectorAll(PICTURES)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "enlarge";
  button.title = status.dataset.enlarge;
  button.addEventListener("click", () => show(picture));
  picture.replaceWith(button);
  button.append(picture);
}
