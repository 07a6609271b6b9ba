"""Malformed and very long input never causes a server error."""

import pytest
from django.core import mail

from accounts.models import User

pytestmark = pytest.mark.django_db
ENDLESS = "x" * 60_000  # a longer form is refused before it is read: tests/config/test_body_limits.py
ODD = ["\0", "a\0b@example.org", ENDLESS, f"{ENDLESS}@example.org", "%" * 60_000, "é" * 30_000, "'\"<>&", " "]
FORMS = {
    "/accounts/login/": ("login", "password", "next"),
    "/accounts/signup/": ("display_name", "email", "password1", "next"),
    "/accounts/password/reset/": ("email", "next"),
}
PRIVATE_FORMS = {
    "/accounts/password/change/": ("oldpassword", "password1", "password2"),
    "/accounts/email/": ("email", "action_add", "action_send"),
    "/accounts/profile/": ("display_name", "bio", "remove_avatar"),
    "/accounts/reauthenticate/": ("password", "next"),
    "/accounts/logout/": ("next",),
}


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:12]))
@pytest.mark.parametrize("address", FORMS)
def test_every_field_of_a_public_form_accepts_malformed_input(client, bob, address, odd):
    plain = dict.fromkeys(FORMS[address], "bob@example.org")
    for field in plain:
        assert client.post(address, plain | {field: odd}).status_code in {200, 302, 400}
    assert client.get(address, {"next": odd[:2_000], "email": odd[:2_000]}).status_code in {200, 400}
    assert User.objects.count() == 1


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:12]))
@pytest.mark.parametrize("address", PRIVATE_FORMS)
def test_every_field_of_a_private_form_accepts_malformed_input(client, bob, address, odd):
    client.force_login(bob)
    plain = dict.fromkeys(PRIVATE_FORMS[address], "bob@example.org")
    for field in plain:
        assert client.post(address, plain | {field: odd}).status_code in {200, 302, 400, 429}
        client.force_login(bob)


@pytest.mark.parametrize(
    ("address", "field", "longest"),
    [
        ("/accounts/login/", "login", 254),
        ("/accounts/login/", "password", 1_000),
        ("/accounts/signup/", "email", 254),
        ("/accounts/signup/", "password1", 1_000),
        ("/accounts/signup/", "display_name", 80),
        ("/accounts/password/reset/", "email", 254),
    ],
)
def test_lengths_are_checked_before_anything_is_looked_up_or_hashed(client, monkeypatch, address, field, longest):
    monkeypatch.setattr("django.contrib.auth.hashers.BasePasswordHasher.salt", lambda self: pytest.fail("hashed"))
    text = "a" * (longest + 1 - len("@example.org")) + "@example.org"
    fields = dict.fromkeys(FORMS[address], "nora@example.org") | {field: text, "password1": "a sober violet engine"}
    answer = client.post(address, fields | {field: text})
    assert f"at most {longest} characters" in answer.context["form"].errors[field][0]
    assert mail.outbox == []


@pytest.mark.parametrize("key", ["1-" + "x" * 3_000, "zzzzzzzzzzzzzz-abc", "0-set-password", "1-é"])
def test_malformed_reset_links_are_reported_as_invalid(client, key):
    assert "no longer valid" in client.get(f"/accounts/password/reset/key/{key}/").text


def test_a_malformed_confirmation_link_is_reported_as_invalid(client):
    assert "no longer valid" in client.get("/accounts/confirm-email/nothing:such/").text
    assert client.post("/accounts/confirm-email/nothing:such/").status_code == 404
