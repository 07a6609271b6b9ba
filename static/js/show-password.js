// A button beside every password field shows what is typed, and hides it again before it is sent.
// The words come from the script element. Without this file the fields are as they were.

const words = document.querySelector("script[data-show]").dataset;

for (const field of document.querySelectorAll('main input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show-password";
  button.textContent = words.show;
  button.setAttribute("aria-controls", field.id);

  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? words.hide : words.show;
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  field.after(button);
}
