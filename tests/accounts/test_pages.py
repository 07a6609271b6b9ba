"""The structure of every account page that GET reaches, and logging in with a second factor."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.urls import reverse

from tests.accounts.logging_in import totp_code
from tests.accounts.responses import check_shape
from tests.factories import PASSWORD
from tests.html import read

pytestmark = pytest.mark.django_db
PUBLIC = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
PRIVATE = [
    "accounts:overview",
    "accounts:profile",
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(client, name):
    answer = client.get(reverse(name))
    check_shape(answer)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", PRIVATE)
def test_private_pages(client, bob, name):
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.get(reverse(name))
    check_shape(answer)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", [name for name in PRIVATE if name != "account_logout"])
def test_private_pages_require_a_login_and_are_the_next_url(client, name):
    address = reverse(name)
    assert unquote(client.get(address).url).startswith(f"/accounts/login/?next={address}")


def test_closed_registration_and_malformed_links(client, settings):
    check_shape(client.get("/accounts/confirm-email/nothing:such/"))
    check_shape(client.get("/accounts/password/reset/key/1-abc/"))
    settings.REGISTRATION_OPEN = False
    check_shape(client.get("/accounts/signup/"))


def test_the_page_of_a_confirmation_link(client, bob):
    address = EmailAddress.objects.create(user=bob, email="new@example.org")
    page = check_shape(client.get(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])))
    assert "new@example.org" in page.landmark("main").text


def test_pages_with_errors_are_valid_and_link_the_error_to_its_field(client):
    page = check_shape(client.post("/accounts/signup/", {"email": "no address"}))
    field = page.landmark("main").field("E-mail address")
    assert field["aria-invalid"] == "true"
    assert field.errors == ["Enter a valid e-mail address."]


def test_login_pages_link_to_each_other_and_keep_the_next_url(client):
    login = read(client.get("/accounts/login/?next=/tags/")).landmark("main")
    assert login.link("Forgot your password?")
    assert "Don’t have an account yet?" in login.text
    assert login.link("Create account")["href"] == "/accounts/signup/?next=%2Ftags%2F"
    signup = read(client.get("/accounts/signup/?next=/tags/")).landmark("main")
    assert "Already have an account?" in signup.text
    assert signup.link("Log in")["href"] == "/accounts/login/?next=%2Ftags%2F"


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/accounts/login/", {"login": "username", "password": "current-password"}),
        ("/accounts/signup/", {"display_name": "nickname", "email": "email", "password1": "new-password"}),
        ("/accounts/password/reset/", {"email": "email"}),
    ],
)
def test_fields_have_autocomplete_attributes(client, address, kinds):
    main = read(client.get(address)).landmark("main")
    assert {name: main.one(f"input[name={name}]")["autocomplete"] for name in kinds} == kinds


def test_a_second_factor_is_turned_on_used_and_turned_off(client, bob):
    login = {"login": bob.email, "password": PASSWORD, "next": "/tags/"}
    client.post("/accounts/login/", login)
    first = client.get(reverse("mfa_activate_totp"))
    check_shape(client.get(first.url))
    page = read(client.post(first.url, {"password": PASSWORD}, follow=True)).landmark("main")
    picture = client.get(page.one("img")["src"])
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")

    secret = page.one("#authenticator_secret").value
    assert re.fullmatch("[A-Z2-7]+", secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}, follow=True)
    check_shape(answer)
    check_shape(client.get(reverse("mfa_index")))
    codes = check_shape(client.get(reverse("mfa_view_recovery_codes")))
    check_shape(client.get(reverse("mfa_generate_recovery_codes")))
    check_shape(client.get(reverse("mfa_deactivate_totp")))
    recovery = codes.all("main code")[0].text

    client.post("/accounts/logout/")
    step = client.post("/accounts/login/", login)
    assert step.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    check_shape(client.get(step.url))
    assert client.post(step.url, {"code": recovery}).url == "/tags/"
    assert "_auth_user_id" in client.session

    gate = client.post(reverse("mfa_deactivate_totp"))
    client.post(gate.url, {"password": PASSWORD})
    assert "Turned off." in client.get(reverse("mfa_index")).text


def test_there_is_no_qr_code_without_a_secret(client, bob):
    assert client.get(reverse("accounts:totp_picture")).status_code == 302
    client.force_login(bob)
    assert client.get(reverse("accounts:totp_picture")).status_code == 404
