// Adds the language and a Copy button to code blocks.

const status = document.getElementById("reading-status");

function languageOf(block) {
  const name = [...block.classList].find((part) => part.startsWith("language-"));
  return name && name !== "language-text" ? name.slice("language-".length) : "";
}

function copyButton(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = status.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent.trimEnd());
    button.textContent = status.textContent = status.dataset.copied;
    setTimeout(() => {
      button.textContent = status.dataset.copy;
      status.textContent = "";
    }, 2500);
  });
  return button;
}

for (const block of document.querySelectorAll(".prose .highlight")) {
  const code = block.querySelector("code");
  if (!code) continue;
  const bar = document.createElement("div");
  bar.className = "code-bar";
  bar.lang = document.documentElement.lang;
  const language = document.createElement("span");
  language.textContent = languageOf(block);
  language.translate = false;
  bar.append(language);
  if (navigator.clipboard) bar.append(copyButton(code));
  block.prepend(bar);
}
