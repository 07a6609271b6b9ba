// Says how long the page was open when a comment is sent: the page itself is cached and cannot know. Programs are faster.

const form = document.querySelector("#comment-form");

form?.addEventListener("formdata", (event) => {
  event.formData.set("elapsed", (performance.now() / 1000).toFixed(1));
});
