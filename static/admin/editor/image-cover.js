// The cover is chosen in the same dialog as the images of the text.

export function connect(label, choose) {
  const select = document.querySelector("select#id_cover");
  if (!select) return null;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  select.closest(".related-widget-wrapper")?.after(button);
  button.addEventListener("click", () => choose());
  return (image) => {
    const known = [...select.options].find((option) => option.value === String(image.id));
    if (!known) select.add(new Option(image.label, image.id));
    select.value = String(image.id);
    // Django's admin draws the field with Select2, which listens to jQuery only.
    window.django.jQuery(select).trigger("change");
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
