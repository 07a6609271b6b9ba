// Tags for the insert menu. The chosen tag is added to the field of the article, and what was typed is removed.

const PAUSE = 150;

export function create(select, say, added) {
  let running = null;

  async function ask(term, signal) {
    const { "ajax-Url": url, appLabel, modelName, fieldName } = select.dataset;
    const names = { term, app_label: appLabel, model_name: modelName, field_name: fieldName };
    try {
      const response = await fetch(`${url}?${new URLSearchParams(names)}`, { signal });
      return (await response.json()).results ?? [];
    } catch {
      return [];
    }
  }

  function add({ id, text }) {
    const known = [...select.options].find((option) => option.value === id);
    if (known) known.selected = true;
    else select.add(new Option(text, id, true, true));
    // Django's admin draws the field with Select2, which listens to jQuery only.
    window.django.jQuery(select).trigger("change");
    select.dispatchEvent(new Event("change", { bubbles: true }));
    say(added.replace("%s", text));
  }

  return {
    async suggest(term) {
      running?.abort();
      const { signal } = (running = new AbortController());
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const found = select && !signal.aborted ? await ask(term, signal) : [];
      const chosen = new Set([...(select?.selectedOptions ?? [])].map(({ value }) => value));
      const items = found.filter(({ id }) => !chosen.has(id)).map((tag) => ({
        label: tag.text,
        edit: (area, { start, end }) => ({ start, end, text: "" }),
        after: () => add(tag),
      }));
      return { items: items.slice(0, 8) };
    },
  };
}
