// The ¶ beside a heading copies its address, says so, and still leads there. Without this file it only leads there.

const status = document.getElementById("reading-status");

async function copy(anchor) {
  await navigator.clipboard.writeText(anchor.href);
  status.textContent = status.dataset.linkCopied;
  anchor.dataset.copied = status.dataset.linkCopied;
  setTimeout(() => {
    status.textContent = "";
    delete anchor.dataset.copied;
  }, 2500);
}

if (navigator.clipboard) {
  for (const anchor of document.querySelectorAll(".prose .anchor")) {
    // A reader who does not let pages write to the clipboard has followed the link all the same.
    anchor.addEventListener("click", () => copy(anchor).catch(() => {}));
  }
}
