// Asks the server for JSON. It never throws: the status is 0 without an answer.

const TIMEOUT = 20_000;

export async function send(url, token, body, timeout = TIMEOUT) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    const isData = response.headers.get("Content-Type")?.startsWith("application/json");
    return { ...(isData ? await response.json() : {}), status: response.status };
  } catch {
    return { status: 0 };
  }
}
