// Forms with data-passkey="get" or "create" ask the browser for a passkey and submit its response.
// They stay hidden without this file and in browsers without passkeys. If such a form is the purpose of the page,
// [data-passkey-missing] contains an explanation, which is removed if the browser supports passkeys.

const json = { Accept: "application/json" };

async function answer(form) {
  const { passkey, options } = form.dataset;
  const { publicKey } = options ? JSON.parse(options) : (await (await fetch(form.action, { headers: json })).json()).request_options;
  if (passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  if (form.elements.passwordless.checked) {
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

const missing = document.querySelector("[data-passkey-missing]");

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  missing?.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const failed = form.querySelector("[role=alert]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
} else if (missing) {
  missing.dataset.passkeyMissing = "yes";
  document.querySelector("form[data-passkey]").remove();
}
