// Copies of unsaved articles on this device, in IndexedDB: one for each article and tab.

const NAME = "colophon-drafts";
const STORE = "copies";
const DAYS_KEPT = 30;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["article", "tab"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const put = (article, tab, fields, isSubmitted) =>
  run("readwrite", (store) => store.put({ article, tab, fields, isSubmitted, at: Date.now() }));

export const remove = (article, tab) => run("readwrite", (store) => store.delete([article, tab]));

// Copies of an article by tabs that didn't get an answer for them, newest first. Those of over a month ago are deleted.
export async function list(article) {
  const all = (await run("readonly", (store) => store.getAll())) ?? [];
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  for (const copy of all) if (copy.at < oldest) await remove(copy.article, copy.tab);
  const found = all.filter((copy) => copy.article === article && copy.at >= oldest);
  return found.sort((first, second) => second.at - first.at);
}
