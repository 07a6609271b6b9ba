"""Every page below /accounts/ by the name of its URL: who sees it, the steps before it, and the input of its form.

A page that is missing here fails test_forms_everywhere.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import get_resolver, resolve, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.models import EmailChange
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
# Files, JSON, and URLs that only accept POST or redirect.
NO_PAGE = {
    "accounts:download",
    "accounts:end_session",
    "accounts:export",
    "accounts:invitation",
    "accounts:send_again",
    "accounts:totp_picture",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
}


@dataclass(frozen=True)
class Page:
    """``who`` opens the page: nobody, bob, or bob after reauthenticating. ``wrong`` is invalid input; None if there is no form."""

    who: str = "nobody"
    wrong: dict[str, str] | None = None
    before: str = ""


PAGES = {
    "account_login": Page(wrong={}),
    "account_signup": Page(wrong={}),
    "account_reset_password": Page(wrong={}),
    "account_reset_password_done": Page(),
    "account_reset_password_from_key": Page(wrong={}, before="reset link"),
    "account_reset_password_from_key_done": Page(),
    "account_request_login_code": Page(wrong={}),
    "account_confirm_login_code": Page(wrong={}, before="code asked"),
    "account_email_verification_sent": Page(),
    "account_confirm_email": Page(before="confirmation link"),
    "account_inactive": Page(),
    "account_logout": Page("bob"),
    "account_reauthenticate": Page("bob", {}),
    "account_email": Page("fresh bob", {"action_add": ""}),
    "accounts:revert_email": Page(before="changed address"),
    "account_change_password": Page("fresh bob", {}),
    "account_set_password": Page("bob", {}, before="no password"),
    "accounts:overview": Page("bob"),
    "accounts:profile": Page("bob", {"links": "no link"}),
    "accounts:data": Page("bob"),
    "accounts:leave": Page("fresh bob", {}),
    "usersessions_list": Page("bob"),
    "mfa_index": Page("bob"),
    "mfa_authenticate": Page(wrong={"code": ""}, before="password step"),
    "mfa_reauthenticate": Page("bob", {}, before="app"),
    "mfa_activate_totp": Page("fresh bob", {}),
    "mfa_deactivate_totp": Page("fresh bob", before="app"),
    "mfa_view_recovery_codes": Page("fresh bob", before="app"),
    "mfa_generate_recovery_codes": Page("fresh bob", before="app"),
    "mfa_list_webauthn": Page("fresh bob", before="key"),
    "mfa_add_webauthn": Page("fresh bob", {"name": "x" * 80}),
    "mfa_edit_webauthn": Page("fresh bob", {}, before="that key"),
    "mfa_remove_webauthn": Page("fresh bob", before="that key"),
    "mfa_reauthenticate_webauthn": Page("bob", before="key"),
    "comments:mine": Page("bob"),
    "blog:bookmarks": Page("bob"),
}
FORMS = [name for name, page in PAGES.items() if page.wrong is not None]


def names_below_accounts():
    """The names of all URLs below /accounts/. Ours come before those of allauth with the same name."""

    def walk(resolver, path="", space=""):
        for entry in resolver.url_patterns:
            here = path + str(entry.pattern).lstrip("^")
            if hasattr(entry, "url_patterns"):
                yield from walk(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif here.startswith("accounts/"):
                yield space + entry.name

    names = set(walk(get_resolver()))
    return {name for name in names if name.partition("accounts:")[2] not in names}


def come_to(name, client, bob):
    """The URL of the page, after the steps that lead there."""
    page = PAGES[name]
    if page.before == "no password":
        bob.set_unusable_password()
        bob.save()
    if page.who != "nobody":
        client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    if page.who == "fresh bob":
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    address = reverse(name, args=STEPS[page.before](client, bob) if page.before in STEPS else [])
    return client.get(address).url if page.before == "reset link" else address


def ask_for_code(client, bob):
    client.post("/accounts/login/code/", {"email": bob.email})
    return []


def have_link_of_confirmation(client, bob):
    return [EmailConfirmationHMAC(EmailAddress.objects.create(user=bob, email="new@example.org")).key]


def have_changed_address(client, bob):
    change = EmailChange.objects.create(user=bob, old_email="old@example.org", new_email=bob.email)
    return [resolve(change.path).kwargs["token"]]


def have_link_of_reset(client, bob):
    return [user_pk_to_url_str(bob), default_token_generator.make_token(bob)]


def switch_app_on(client, bob):
    TOTP.activate(bob, SECRET)
    RecoveryCodes.activate(bob)
    return []


def pass_password(client, bob):
    switch_app_on(client, bob)
    add_key(bob)
    client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    return []


def have_key(client, bob):
    add_key(bob)
    return []


STEPS = {
    "app": switch_app_on,
    "changed address": have_changed_address,
    "code asked": ask_for_code,
    "confirmation link": have_link_of_confirmation,
    "key": have_key,
    "password step": pass_password,
    "reset link": have_link_of_reset,
    "that key": lambda client, bob: [add_key(bob).pk],
}


def add_key(user, name="Laptop"):
    """A passkey without a private key."""
    point = b"\x04" + bytes(range(64))
    data = AttestedCredentialData.create(Aaguid.NONE, b"laptop", ES256.from_ctap1(point))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    proof = AttestationObject.create("none", AuthenticatorData.create(b"\0" * 32, flags, 0, data), {})
    client_data = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    credential = {
        "id": "bGFwdG9w",
        "rawId": "bGFwdG9w",
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {"attestationObject": websafe_encode(proof), "clientDataJSON": websafe_encode(client_data)},
    }
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": credential})
