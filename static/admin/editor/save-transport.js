// Sends autosaves, and turns every possible answer into an event of save-machine.js. It never throws.

const TIMEOUT = 20_000;

export async function send(url, token, payload) {
  const { seq } = payload;
  let response;
  let answer;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(payload),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
  } catch {
    return { type: "lost", seq };
  }
  const { status } = response;
  if (status === 200) return { type: "saved", ...answer };
  if (status === 409 && answer.saved) return { type: "saved", ...answer, stale: { by: answer.by } };
  if (status === 409) return { type: "otherTab", seq, at: answer.at };
  if (status === 410 && answer.start) return { type: "gone", seq, start: answer.start };
  if (status === 401) return { type: "loggedOut", seq, login: answer.login };
  if (status === 429 || status >= 500) return { type: "lost", seq, reason: String(status) };
  return { type: "rejected", seq, reason: String(status) };
}

// For a page that is being closed. Browsers limit these to 64 KB in all; the copy on this device has the rest.
export function sendBeacon(url, payload) {
  try {
    return navigator.sendBeacon(url, new Blob([JSON.stringify(payload)], { type: "application/json" }));
  } catch {
    return false;
  }
}
