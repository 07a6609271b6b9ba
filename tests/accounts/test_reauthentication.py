"""A browser that was left logged in isn't enough to take an account over: sensitive actions need reauthentication."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import DataExport
from tests.accounts.every_page import add_key, switch_app_on
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
GATE = "/accounts/reauthenticate/"
NEW = "seven yellow tractors"


def state(bob):
    """Everything that an action could have changed."""
    bob.refresh_from_db()
    return (
        bob.password,
        bob.email,
        bob.deletion_due_at,
        sorted(EmailAddress.objects.values_list("email", flat=True)),
        [(key.type, str(key.data)) for key in Authenticator.objects.order_by("pk")],
        DataExport.objects.count(),
    )


@pytest.fixture
def borrowed(client, bob):
    """A browser where Bob logged in long ago, with an authenticator app, recovery codes and a passkey."""
    switch_app_on(client, bob)
    bob.key = add_key(bob)
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


ACTS = {
    "account_email": {"email": "robert@example.org", "action_add": ""},
    "accounts:leave": {"comments": "erase"},
    "accounts:export": {},
    "mfa_deactivate_totp": {},
    "mfa_generate_recovery_codes": {},
    "mfa_add_webauthn": {"name": "Mine", "credential": "{}"},
    "mfa_remove_webauthn": {},
    "mfa_edit_webauthn": {"name": "Mine"},
}
OF_A_KEY = {"mfa_remove_webauthn", "mfa_edit_webauthn"}
SECRETS = ["mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_add_webauthn"]


@pytest.mark.parametrize("name", ACTS)
def test_an_action_continues_after_reauthentication(borrowed, bob, name):
    address = reverse(name, args=[bob.key.pk] if name in OF_A_KEY else [])
    before = state(bob)
    answer = borrowed.post(address, ACTS[name])
    assert answer.url.startswith(GATE)
    assert borrowed.get(address).status_code in {200, 302}
    assert state(bob) == before
    assert borrowed.post(answer.url, {"password": "wrong"}).status_code == 200
    assert borrowed.post(address, ACTS[name]).url.startswith(GATE)
    assert state(bob) == before
    borrowed.post(answer.url, {"password": PASSWORD})
    borrowed.post(address, ACTS[name])
    assert (state(bob) != before) == (name != "mfa_add_webauthn"), "but an odd answer adds no key"


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_only_shown_after_reauthentication(borrowed, name):
    answer = borrowed.get(reverse(name))
    assert answer.url.startswith(GATE)
    borrowed.post(answer.url, {"password": PASSWORD})
    assert borrowed.get(reverse(name)).status_code == 200


def test_changing_the_password_requires_no_reauthentication_but_the_current_one(borrowed, bob):
    before = state(bob)
    borrowed.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert state(bob) == before
    borrowed.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert state(bob) != before


def test_the_secret_of_an_authenticator_app_is_only_shown_after_reauthentication(client, bob):
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("mfa_activate_totp")).url.startswith(GATE)
    assert client.get(reverse("accounts:totp_picture")).status_code == 404
