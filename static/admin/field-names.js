// Django's admin draws its fields with suggestions anew and leaves them without the name that stands in their label.
// jQuery keeps the order: this comes after Django's own script, which was there first.
window.django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const drawn = select.parentElement.querySelectorAll("[role=combobox], [role=textbox], [type=search]");
    if (name) drawn.forEach((field) => field.setAttribute("aria-label", name));
  }
});
