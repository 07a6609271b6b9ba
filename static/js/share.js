// Shows a button that opens the share sheet of the device. Without this file there are only the links.

const button = document.querySelector(".share-button");

if (button && navigator.share) {
  const { title, url } = button.dataset;
  button.parentElement.hidden = false;
  // Closing the sheet without sharing rejects the promise.
  button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
}
