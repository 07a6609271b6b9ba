// Own articles and their sections for the insert menu. The server searches them.

const PAUSE = 150;

export function create({ search, none, unavailable }) {
  let running = null;
  let known = { items: [] };

  async function ask(query, signal) {
    try {
      const response = await fetch(`${search}?${new URLSearchParams({ q: query })}`, { signal });
      const answer = await response.json();
      const items = (answer.targets ?? []).map((target) => ({
        label: target.label,
        note: target.note,
        edit: ({ value }, { start, end }) => ({ start, end: value.startsWith("]]", end) ? end + 2 : end, text: target.markdown }),
      }));
      return { items, note: answer.error ?? (items.length ? "" : none) };
    } catch {
      return { items: [], note: signal.aborted ? "" : unavailable };
    }
  }

  return {
    async suggest(query) {
      running?.abort();
      const { signal } = (running = new AbortController());
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (!signal.aborted) known = await ask(query, signal);
      return known;
    },
  };
}
