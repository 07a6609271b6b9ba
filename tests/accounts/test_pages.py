"""The structure of every account page that GET reaches, and logging in with a second factor."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from tests.factories import PASSWORD

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


def check_shape(answer):
    page = answer.text
    assert answer.status_code == 200
    assert re.search(r'<html lang="en"', page)
    assert page.count("<main") == page.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", page))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "ids are unique"
    labels = re.findall(r'<label[^>]*\sfor="([^"]+)"', page)
    assert set(labels) <= set(ids)
    assert re.search(r"<title>\s*\S[^<]*\S\s+· Colophon\s*</title>", page)
    masthead = page.partition("<main")[0]
    assert "testserver" not in masthead, "the blog's name and not its host stands above every page"
    assert not re.search(r"\b[Ss]ign (in|out|up)\b|Sign (In|Out|Up)|[Ss]ignup", re.sub(r"<[^>]*>", "", page))
    return page


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
    assert "new@example.org" in page


def test_pages_with_errors_are_valid_and_link_the_error_to_its_field(client):
    page = check_shape(client.post("/accounts/signup/", {"email": "no address"}))
    control = re.search(r'<input[^>]*name="email"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in control
    assert re.search(r'aria-describedby="[^"]*id_email_error', control)


def test_login_pages_link_to_each_other_and_keep_the_next_url(client):
    login = client.get("/accounts/login/?next=/tags/").text
    assert "Forgot your password?" in login
    assert "Don’t have an account yet?" in login
    assert 'href="/accounts/signup/?next=%2Ftags%2F"' in login
    signup = client.get("/accounts/signup/?next=/tags/").text
    assert "Already have an account?" in signup
    assert 'href="/accounts/login/?next=%2Ftags%2F"' in signup


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/accounts/login/", {"login": "username", "password": "current-password"}),
        ("/accounts/signup/", {"display_name": "nickname", "email": "email", "password1": "new-password"}),
        ("/accounts/password/reset/", {"email": "email"}),
    ],
)
def test_fields_have_autocomplete_attributes(client, address, kinds):
    main = client.get(address).text.partition("<main")[2]
    for name, kind in kinds.items():
        assert f'autocomplete="{kind}"' in re.search(rf'<input[^>]*name="{name}"[^>]*>', main)[0]


def test_a_second_factor_is_turned_on_used_and_turned_off(client, bob):
    login = {"login": bob.email, "password": PASSWORD, "next": "/tags/"}
    client.post("/accounts/login/", login)
    first = client.get(reverse("mfa_activate_totp"))
    check_shape(client.get(first.url))
    page = client.post(first.url, {"password": PASSWORD}, follow=True).text
    picture = client.get(re.search(r'<img[^>]*src="([^"]+\.svg)"', page)[1])
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")

    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    check_shape(answer)
    check_shape(client.get(reverse("mfa_index")))
    codes = check_shape(client.get(reverse("mfa_view_recovery_codes")))
    check_shape(client.get(reverse("mfa_generate_recovery_codes")))
    check_shape(client.get(reverse("mfa_deactivate_totp")))
    recovery = re.search(r"<code>([^<]+)</code>", codes)[1]

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


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_there_is_no_qr_code_without_a_secret(client, bob):
    assert client.get(reverse("accounts:totp_picture")).status_code == 302
    client.force_login(bob)
    assert client.get(reverse("accounts:totp_picture")).status_code == 404
