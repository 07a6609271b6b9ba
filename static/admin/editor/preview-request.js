// Asks the server for a preview. It never throws: the status is 0 without an answer.

const TIMEOUT = 20_000;

export async function send(url, token, body) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const isData = response.headers.get("Content-Type")?.startsWith("application/json");
    return { ...(isData ? await response.json() : {}), status: response.status };
  } catch {
    return { status: 0 };
  }
}
