// Adds a button to password fields that shows the password. It is hidden again on submit.
// The labels are attributes of the script element.

const labels = document.querySelector("script[data-show]").dataset;

for (const field of document.querySelectorAll('main input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show-password";
  button.textContent = labels.show;
  button.setAttribute("aria-controls", field.id);

  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? labels.hide : labels.show;
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  field.after(button);
}
