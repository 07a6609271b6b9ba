// Labels autocomplete fields, which Django's admin replaces with unlabelled elements.
// jQuery runs handlers in order, so this one runs after Django's.
window.django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const drawn = select.parentElement.querySelectorAll("[role=combobox], [role=textbox], [type=search]");
    if (name) drawn.forEach((field) => field.setAttribute("aria-label", name));
  }
});
