"""Logging in and signing up lead back to the page before, through e-mails, codes and second factors."""

import time
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.accounts.logging_in import is_logged_in, totp_code
from tests.accounts.mails import code_in, link_in
from tests.accounts.responses import words_of
from tests.accounts.signing_up import NEWCOMER
from tests.comments.posting import later
from tests.factories import PASSWORD, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
LEFT = "/articles/a-post/?order=newest#comment-form"
LOGIN, SIGNUP, RESET, CODE = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/login/code/",
)
NEW = "seven yellow tractors"
ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "https:evil.example",
    "/" * 3 + "evil.example",
    "data:text/html,x",
    "\t//evil.example",
    "//[",
    "https://[evil.example/",
    "//\u2100.example/",
    "/" + "x" * 3000,
]


def next_in(address):
    return parse_qs(urlsplit(address).query).get("next", [""])[0]


def link_to_login(answer):
    """The URL of the first login link."""
    return read(answer).all("main a[href^='/accounts/login/']")[0]["href"]


def register(client, back=LEFT):
    client.post(SIGNUP, NEWCOMER | {"next": back}, follow=True)
    return link_in(mail.outbox[-1])


def choose_password(client, link):
    form = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": NEW, "password2": NEW}, follow=True)


def test_the_confirmation_link_logs_in_in_the_same_browser_and_leads_to_the_next_url(client):
    answer = client.post(register(client))
    assert answer.url == LEFT
    assert is_logged_in(client)


def test_the_next_url_survives_a_password_reset_and_a_signup(client):
    client.post(RESET, {"email": "nora@example.org", "next": LEFT})
    client.post(SIGNUP, NEWCOMER, follow=True)
    assert client.post(link_in(mail.outbox[-1])).url == LEFT
    assert is_logged_in(client)


def test_in_another_browser_the_link_confirms_but_does_not_log_in(client):
    link, other = register(client), Client()
    answer = other.post(link)
    assert answer.url == LOGIN
    assert EmailAddress.objects.get().verified
    assert not is_logged_in(other)
    page = client.get("/accounts/confirm-email/")
    address = link_to_login(page)
    assert next_in(address) == LEFT, "the first browser still knows the way"
    data = {"login": NEWCOMER["email"], "password": NEWCOMER["password1"], "next": next_in(address)}
    assert client.post(LOGIN, data).url == LEFT


def test_a_link_opened_in_the_evening_is_one_login_away_from_the_page(client):
    link = register(client)
    evening = time.time() + 9 * 3600
    with later(hours=9), patch("time.time", lambda: evening):
        answer = client.post(link)
        assert not is_logged_in(client)
        assert next_in(answer.url) == LEFT


def test_an_existing_account_is_redirected_the_same_way(client, bob):
    client.post(SIGNUP, NEWCOMER | {"next": LEFT})
    known = Client()
    known.post(SIGNUP, NEWCOMER | {"email": bob.email, "next": LEFT})
    pages = [words_of(browser.get("/accounts/confirm-email/")) for browser in (client, known)]
    assert pages[0].replace("nora@", "bob@") == pages[1]


def test_confirming_an_address_at_login_leads_to_the_next_url(client):
    nora = make_user("nora@example.org", verified=False)
    answer = client.post(LOGIN, {"login": nora.email, "password": PASSWORD, "next": LEFT})
    assert answer.url == "/accounts/confirm-email/"
    assert client.post(link_in(mail.outbox[-1])).url == LEFT
    assert is_logged_in(client)


def test_a_wrong_password_keeps_the_next_url(client, bob):
    page = client.post(LOGIN, {"login": bob.email, "password": "wrong", "next": LEFT})
    assert read(page).landmark("main").hidden_fields["next"] == LEFT
    assert client.post(LOGIN, {"login": bob.email, "password": PASSWORD, "next": LEFT}).url == LEFT


def test_the_next_url_survives_a_password_reset(client, bob):
    page = read(client.get(f"{LOGIN}?{urlencode({'next': LEFT})}"))
    asked = page.landmark("main").link("Forgot your password?")["href"]
    assert asked.startswith(f"{RESET}?next=")
    assert next_in(asked) == LEFT
    done = client.post(asked, {"email": bob.email, "next": LEFT}, follow=True)
    assert done.redirect_chain == [("/accounts/password/reset/done/", 302)], "first of all, the mail"
    assert next_in(link_to_login(done)) == LEFT
    saved = choose_password(client, link_in(mail.outbox[-1]))
    address = link_to_login(saved)
    answer = client.post(LOGIN, {"login": bob.email, "password": NEW, "next": next_in(address)})
    assert answer.url == LEFT


def test_an_unknown_address_gets_the_same_redirect(client, bob):
    pages = []
    for email in (bob.email, "unknown@example.org"):
        browser = Client()
        pages.append(browser.post(RESET, {"email": email, "next": LEFT}, follow=True).text)
    assert pages[0] == pages[1]


def test_the_next_url_survives_a_login_code_and_cancelling_it(client, bob):
    page = client.post(CODE, {"email": bob.email, "next": LEFT}, follow=True)
    turn = read(page).one("form#leave-login").hidden_fields["next"]
    assert next_in(turn) == LEFT
    answer = client.post(f"{CODE}confirm/", {"code": code_in(mail.outbox[-1]), "next": LEFT})
    assert answer.url == LEFT
    assert is_logged_in(client)


def test_the_next_url_survives_a_second_factor(client, bob):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(bob, secret)
    RecoveryCodes.activate(bob)
    step = client.post(LOGIN, {"login": bob.email, "password": PASSWORD, "next": LEFT})
    assert client.post(step.url, {"code": "000000"}).status_code == 200
    assert client.post(step.url, {"code": totp_code(secret)}).url == LEFT


def test_the_next_url_survives_cancelling_the_second_factor(client, bob):
    TOTP.activate(bob, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(bob).get_unused_codes()
    client.post(LOGIN, {"login": bob.email, "password": PASSWORD, "next": LEFT})
    client.post("/accounts/logout/", {"next": LOGIN})
    step = client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    assert client.post(step.url, {"code": codes[0]}).url == LEFT


def test_an_expired_second_factor_is_explained_and_keeps_the_next_url(client, bob):
    TOTP.activate(bob, "JBSWY3DPEHPK3PXP")
    step = client.post(LOGIN, {"login": bob.email, "password": PASSWORD, "next": LEFT})
    hour = time.time() + 3600
    with later(hours=1), patch("time.time", lambda: hour):
        answer = client.post(step.url, {"code": "000000"}, follow=True)
    assert next_in(answer.redirect_chain[0][0]) == LEFT
    assert "Please log in again" in answer.text


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_next_url_never_leads_to_another_site(client, bob, elsewhere):
    assert client.post(register(client, elsewhere)).url == "/"
    reader = Client()
    done = reader.post(RESET, {"email": bob.email, "next": elsewhere}, follow=True)
    assert link_to_login(done) == LOGIN
    assert link_to_login(choose_password(reader, link_in(mail.outbox[-1]))) == LOGIN
    assert reader.post(LOGIN, {"login": bob.email, "password": NEW, "next": elsewhere}).url == "/"
    reader.logout()
    reader.post(CODE, {"email": bob.email, "next": elsewhere})
    assert reader.post(f"{CODE}confirm/", {"code": code_in(mail.outbox[-1]), "next": elsewhere}).url == "/"


def test_the_next_url_is_used_once(client, bob):
    client.post(register(client))
    client.post("/accounts/logout/")
    assert client.post(LOGIN, {"login": bob.email, "password": PASSWORD}).url == "/"


def test_a_very_long_next_url_is_ignored(client):
    assert client.post(register(client, f"/{'x' * 3000}")).url in {"/", f"/{'x' * 3000}"}
    assert len(str(dict(client.session))) < 3000


@pytest.mark.parametrize("by_code", [True, False])
def test_a_login_lasts_as_long_as_any_other_whatever_the_session_held_before(client, bob, by_code):
    client.post(RESET, {"email": bob.email, "next": LEFT})
    assert client.session.get_expiry_age() <= 24 * 3600
    if by_code:
        client.post(CODE, {"email": bob.email})
        client.post(f"{CODE}confirm/", {"code": code_in(mail.outbox[-1])})
    else:
        client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    assert is_logged_in(client)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_viewing_login_pages_creates_no_session(client):
    for address in (LOGIN, SIGNUP, RESET, CODE, "/accounts/confirm-email/", "/accounts/password/reset/done/"):
        client.get(f"{address}?next=/tags/")
    assert "sessionid" not in client.cookies
