"""Passkeys without a browser; tests/browser/test_passkeys.py uses one."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.allauth.mfa.adapter import passkey_domain
from tests.accounts.every_page import add_key
from tests.accounts.responses import check_shape
from tests.factories import PASSWORD
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob_in(client, bob):
    client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://blog.example.org", "blog.example.org"),
        ("https://blog.example.org:8443", "blog.example.org"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_passkeys_belong_to_the_site_and_not_to_the_host_of_a_request(settings, site, domain):
    settings.SITE_URL = site
    assert passkey_domain() == domain


def test_the_login_offers_a_passkey_and_asks_for_any_of_this_site(client, settings):
    settings.SITE_URL = "https://blog.example.org"
    page = check_shape(client.get("/accounts/login/?next=/tags/"))
    assert page.one("main [data-passkey]")["data-passkey"] == "get"
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    asked = options["request_options"]["publicKey"]
    assert asked["rpId"] == "blog.example.org"
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_at_a_loopback_address_the_pages_link_to_localhost(client, bob, host):
    """Passkeys don't work at an IP address."""
    there = {"headers": {"host": host}}
    client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD}, **there)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD}, **there)
    page = client.get(reverse("mfa_add_webauthn"), **there)
    assert "http://localhost:8000/accounts/2fa/webauthn/add/" in read(page).hrefs
    assert "data-passkey" not in page.text
    add_key(bob)
    page = read(client.get(reverse("mfa_reauthenticate_webauthn"), **there))
    assert "http://localhost:8000/accounts/2fa/webauthn/reauthenticate/" in page.hrefs
    client.post("/accounts/logout/", **there)
    page = read(client.get("/accounts/login/?next=/tags/", **there))
    assert page.link("Use a passkey")["href"] == "http://localhost:8000/accounts/login/?next=/tags/"
    step = client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD}, **there)
    page = client.get(step.url, **there).text
    assert "data-passkey" not in page
    assert read(page).one("main input[name=code]")
    assert "http://localhost:8000" in page


def test_at_another_ip_address_the_pages_say_that_passkeys_do_not_work(bob_in, settings):
    settings.ALLOWED_HOSTS = ["192.0.2.7"]
    for name in ("mfa_add_webauthn", "account_login"):
        page = bob_in.get(reverse(name), headers={"host": "192.0.2.7"}, follow=True).text
        assert "data-passkey" not in page
    assert (
        "Open this site at its domain name."
        in bob_in.get(reverse("mfa_add_webauthn"), headers={"host": "192.0.2.7"}).text
    )


def test_adding_a_passkey_requires_reauthentication(client, bob):
    client.force_login(bob)
    answer = client.get(reverse("mfa_add_webauthn"))
    assert answer.url.startswith("/accounts/reauthenticate/")


def test_the_pages_are_valid(bob_in):
    for name in ("mfa_add_webauthn", "mfa_list_webauthn", "mfa_index"):
        check_shape(bob_in.get(reverse(name)))


@pytest.mark.parametrize("odd", ["", "x", "{}", "[]", "null", "1", '{"id": 1}', "[" * 50_000, '{"response": {}}'])
def test_a_malformed_credential_adds_nothing_and_logs_nobody_in(bob_in, client, odd):
    assert bob_in.post(reverse("mfa_add_webauthn"), {"name": "Key", "credential": odd}).status_code == 200
    assert not Authenticator.objects.exists()
    bob_in.post("/accounts/logout/")
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": odd})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_credential_of_another_account_does_not_log_in(client, bob):
    import base64

    handle = base64.urlsafe_b64encode(str(bob.pk).encode()).decode().rstrip("=")
    fake = {"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": handle}}
    client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(fake)})
    assert "_auth_user_id" not in client.session


def test_a_rejected_passkey_keeps_the_next_url_and_the_message_is_about_a_passkey(client):
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": '{"a": 1}', "next": "/tags/"}, follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=%2Ftags%2F", 302)]
    assert "registered to your account. Try again." in answer.text
    elsewhere = client.post(reverse("mfa_login_webauthn"), {"credential": "{}", "next": "//evil.example"})
    assert elsewhere.url == "/accounts/login/"
