"""Requesting another verification e-mail, which doesn't reveal who has an account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import caches
from django.test import Client

from tests.accounts.mails import link_in
from tests.accounts.responses import words_of
from tests.accounts.signing_up import NEWCOMER, SIGNUP
from tests.factories import PASSWORD, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
AGAIN = "/accounts/confirm-email/again/"


def later():
    """allauth counts in the cache: the three minutes between two e-mails are over."""
    caches["default"].clear()


def test_the_link_is_sent_again_after_signing_up(client):
    page = client.post(SIGNUP, NEWCOMER, follow=True)
    assert read(page).one(f'form[method=post][action="{AGAIN}"]')
    later()
    answer = client.post(AGAIN, follow=True)
    assert "Check your e-mail" in answer.text
    assert "We have sent an e-mail to nora@example.org." in answer.text
    assert [message.to for message in mail.outbox] == [["nora@example.org"]] * 2
    client.post(link_in(mail.outbox[1]))
    assert EmailAddress.objects.get().verified


def test_an_address_that_has_an_account_gets_the_same_response(client):
    make_user("bob@example.org")
    client.post(SIGNUP, NEWCOMER | {"email": "bob@example.org"})
    later()
    known = client.post(AGAIN, follow=True)
    client.cookies.clear()
    later()
    client.post(SIGNUP, NEWCOMER)
    later()
    unknown = client.post(AGAIN, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known).replace("bob@", "nora@") == words_of(unknown)
    assert ["already have" in message.body for message in mail.outbox] == [True, True, False, False]


@pytest.mark.parametrize("address", ["nora@example.org", "bob@example.org"])
def test_a_second_email_has_to_wait(client, address):
    make_user("bob@example.org")
    client.post(SIGNUP, NEWCOMER | {"email": address})
    answer = client.post(AGAIN, follow=True)
    assert "Please wait three minutes" in answer.text
    assert len(mail.outbox) == 1


def test_after_confirming_on_another_device_the_user_is_asked_to_log_in(client):
    client.post(SIGNUP, NEWCOMER)
    Client().post(link_in(mail.outbox[0]))
    answer = client.post(AGAIN, follow=True)
    assert answer.redirect_chain[-1][0].startswith(LOGIN)
    assert "nora@example.org is already confirmed. You can log in with it." in answer.text
    assert len(mail.outbox) == 1


def test_the_link_is_sent_again_after_logging_in_with_an_unconfirmed_address(client):
    make_user("nora@example.org", verified=False)
    client.post(LOGIN, {"login": "nora@example.org", "password": PASSWORD})
    later()
    client.post(AGAIN)
    assert len(mail.outbox) == 2


def test_other_browsers_are_redirected_to_the_login(client):
    answer = client.post(AGAIN, follow=True)
    assert answer.redirect_chain[0][0] == LOGIN
    assert "send you a new link" in answer.text
    assert mail.outbox == []


def test_the_link_is_not_sent_again_by_get(client):
    assert client.get(AGAIN).status_code == 405


def test_logged_in_users_are_not_asked_to_wait_for_an_email(signed_in, bob):
    assert signed_in(bob).get("/accounts/confirm-email/").url == "/accounts/"
