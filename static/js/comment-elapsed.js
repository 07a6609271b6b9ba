// Sends how many seconds the page was open, which bots keep short. The server can't know, because pages are cached.

const form = document.querySelector("#comment-form");

form?.addEventListener("formdata", (event) => {
  event.formData.set("elapsed", (performance.now() / 1000).toFixed(1));
});
