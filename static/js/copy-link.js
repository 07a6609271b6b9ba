// The ¶ next to a heading copies its URL. Without this file it is only a link.

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
    // Without access to the clipboard, the click still follows the link.
    anchor.addEventListener("click", () => copy(anchor).catch(() => {}));
  }
}
