// Offers a copy that this device kept and the server never acknowledged, with a comparison word by word.

const text = (fields) => ["title", "standfirst", "body"].map((name) => fields[name]?.at(-1) ?? "").join("\n\n");

// Surrounding white space is lost in a form, and every save has another version.
export const differs = (fields, saved) =>
  Object.entries(fields).some(
    ([name, values]) => name !== "base_version" && String(values).trim() !== String(saved[name] ?? "").trim(),
  );

export function fill(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "hidden" || field.type === "submit" || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values.at(-1) ?? "";
    }
  }
}

async function compare(note, url, token, saved, copy) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ old: text(saved), new: text(copy.fields) }),
  });
  // The server escapes both texts and marks the differences.
  if (response.ok) note.querySelector(".recovery-changes").innerHTML = await response.text();
}

// Calls back with "use" or "keep" when the author has chosen.
export function offer(note, { copy, saved, url, token, decided }) {
  const when = new Date(copy.at).toLocaleString(document.documentElement.lang || undefined);
  const sentence = note.querySelector("p");
  sentence.textContent = sentence.textContent.replace("%s", when);
  note.hidden = false;
  compare(note, url, token, saved, copy).catch(() => {});
  for (const button of note.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      note.hidden = true;
      decided(button.value);
    });
  }
}
