"""Logging in with a code by e-mail."""

import re
from time import time as now
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.logging_in import is_logged_in
from tests.accounts.mails import code_in
from tests.accounts.responses import check_shape
from tests.factories import make_user
from tests.html import read

pytestmark = pytest.mark.django_db
ASK, ENTER = "/accounts/login/code/", "/accounts/login/code/confirm/"


def bare(html, email):
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html).replace(email, "…")


def test_the_code_logs_in_and_leads_to_the_next_url(client, bob):
    answer = client.post(ASK, {"email": "BOB@example.org", "next": "/tags/"})
    assert answer.url == f"{ENTER}?next=%2Ftags%2F"
    check_shape(client.get(answer.url))
    [message] = mail.outbox
    assert message.to == [bob.email]
    assert "Colophon" in message.subject
    assert client.post(answer.url, {"code": code_in(message), "next": "/tags/"}).url == "/tags/"
    assert is_logged_in(client)


def test_the_code_works_only_in_the_browser_that_asked(client, bob):
    client.post(ASK, {"email": bob.email})
    other = Client()
    assert other.post(ENTER, {"code": code_in(mail.outbox[0])}).status_code == 302
    assert not is_logged_in(other)


def test_three_wrong_codes_end_the_attempt(client, bob):
    client.post(ASK, {"email": bob.email})
    right = code_in(mail.outbox[0])
    for _ in range(3):
        client.post(ENTER, {"code": "WRONG1"})
    client.post(ENTER, {"code": right})
    assert not is_logged_in(client)


@pytest.mark.parametrize("back", ["", "?next=/tags/"])
def test_after_too_many_wrong_codes_there_is_one_message(client, bob, back):
    client.post(f"{ASK}{back}", {"email": bob.email})
    for _ in range(2):
        client.post(f"{ENTER}{back}", {"code": "WRONG"})
    answer = client.post(f"{ENTER}{back}", {"code": "WRONG"}, follow=True)
    [told] = answer.context["messages"]
    assert str(told) == "Too many wrong attempts. Request a new code below."


@pytest.mark.parametrize(("minutes", "opens"), [(9, True), (11, False)])
def test_the_code_works_for_ten_minutes(client, bob, minutes, opens):
    client.post(ASK, {"email": bob.email})
    with patch("allauth.account.internal.flows.code_verification.time.time", lambda: now() + minutes * 60):
        client.post(ENTER, {"code": code_in(mail.outbox[0])})
    assert is_logged_in(client) is opens


def test_an_unknown_address_gets_the_same_response_and_no_email(client, bob):
    def ask(email):
        browser = Client()
        answer = browser.post(ASK, {"email": email}, follow=True)
        wrong = [browser.post(ENTER, {"code": "WRONG1"}, follow=True) for _ in range(3)]
        return answer.redirect_chain, [bare(page.text, email) for page in (answer, *wrong)]

    known, unknown = ask("bob@example.org"), ask("rob@example.org")
    assert known == unknown
    assert len(mail.outbox) == 1


def test_known_and_unknown_addresses_enqueue_the_same_task(client, bob, settings, monkeypatch):
    left = []
    monkeypatch.setattr("accounts.tasks.deliver", type("Task", (), {"enqueue": lambda *given: left.append(given)}))
    for email in ("bob@example.org", "rob@example.org"):
        Client().post(ASK, {"email": email})
    known, unknown = left
    assert known[0] == unknown[0]
    assert len(known[1]) == len(unknown[1])
    assert (known[2], unknown[2]) == ("bob@example.org", "")


def test_a_locked_account_gets_no_code(client):
    make_user("gone@example.org", is_active=False)
    client.post(ASK, {"email": "gone@example.org"})
    assert mail.outbox == []


def test_the_code_confirms_the_address(client):
    nora = make_user("nora@example.org", verified=False)
    client.post(ASK, {"email": nora.email})
    client.post(ENTER, {"code": code_in(mail.outbox[0])})
    assert EmailAddress.objects.get(user=nora).verified
    assert is_logged_in(client)


def test_one_address_gets_three_codes_a_minute(client, bob):
    for _ in range(4):
        Client().post(ASK, {"email": bob.email})
    assert len(mail.outbox) == 3


def test_the_login_page_links_to_codes_and_keeps_the_next_url(client):
    page = read(client.get("/accounts/login/?next=/tags/"))
    assert "/accounts/login/code/?next=%2Ftags%2F" in page.landmark("main").hrefs
    check_shape(client.get(ASK))


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_code_a_message_says_so_and_the_next_url_is_kept(client, method):
    answer = getattr(client, method)(
        f"{ENTER}?next=/tags/", {"code": "ABC123"} if method == "post" else {}, follow=True
    )
    assert answer.redirect_chain == [(f"{ASK}?next=%2Ftags%2F", 302)]
    assert "Request a new one" in answer.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_requesting_another_code_never_leads_to_another_site(client, elsewhere):
    assert client.post(ENTER, {"code": "x", "next": elsewhere}).url == ASK


def test_page_and_mail_say_how_long_the_code_works(client, bob, settings):
    page = client.post(ASK, {"email": bob.email}, follow=True).text
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT == 10 * 60
    assert "works for ten minutes" in page
    assert "works for ten minutes" in mail.outbox[0].body
