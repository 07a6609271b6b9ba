// Sends a file with its progress. It resolves with the stored image, or with why it isn't stored; it never throws.

// A stalled connection is noticed when nothing has moved for a minute.
const STALLED = 60_000;

export function upload(url, token, file, onProgress) {
  const request = new XMLHttpRequest();
  const data = new FormData();
  data.append("file", file, file.name);
  const result = new Promise((resolve) => {
    let timer;
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED);
    };
    const end = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.upload.addEventListener("progress", (event) => {
      moved();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => end(understand(request)));
    for (const name of ["error", "abort"]) {
      request.addEventListener(name, () => end({ failure: "offline", isTemporary: true }));
    }
    moved();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token);
    request.send(data);
  });
  return { result, abort: () => request.abort() };
}

function understand({ status, responseText }) {
  const answer = parse(responseText);
  if (status === 200 && answer.id) return { image: answer };
  if (status === 401) return { error: answer.error, login: answer.login, isTemporary: true };
  if (status === 413) return { failure: "tooLarge" };
  if (answer.error) return { error: answer.error, isTemporary: status === 429 || status >= 500 };
  return { failure: "server", isTemporary: true };
}

export async function describe(url, token, alt, isDecorative) {
  const data = new FormData();
  data.append("alt", alt);
  if (isDecorative) data.append("decorative", "on");
  try {
    const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body: data });
    const answer = parse(await response.text());
    return response.ok ? { image: answer } : { error: answer.error, login: answer.login, failure: "server" };
  } catch {
    return { failure: "offline" };
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
