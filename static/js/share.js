// Where the device can share, a button for it stands before the links. Without this file there are the links.

const button = document.querySelector(".share-button");

if (button && navigator.share) {
  const { title, url } = button.dataset;
  button.parentElement.hidden = false;
  // Closing the sheet without sharing is no error.
  button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
}
