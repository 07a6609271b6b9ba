// Suggests the time zone of the device: a button that selects it, unless it is selected or unknown to the server.
const button = document.querySelector("button[data-suggest]");
const select = document.getElementById(button?.dataset.suggest);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function offer() {
  button.parentElement.hidden = select.value === zone;
}

if (select && [...select.options].some((option) => option.value === zone)) {
  button.textContent = button.dataset.label.replace("%s", zone.replaceAll("_", " "));
  button.addEventListener("click", () => {
    select.value = zone;
    offer();
    select.focus();
  });
  select.addEventListener("change", offer);
  offer();
}
