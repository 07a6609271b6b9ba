"""After a change of SECRET_KEY, signatures stay valid while the old key is a fallback, and no longer."""

import sys

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.abuse import signup_protection
from accounts.models import DataExport, Invitation
from accounts.models.data_export import SIGNER as EXPORTS
from comments import forms
from comments.commenters import guest_cookies
from comments.models import Comment
from comments.notifications import links as mail_links
from comments.notifications.confirmation import request_confirmation_if_needed
from comments.submission import my_comments
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OLD_KEY, NEW_KEY = "old " * 12, "new " * 12
OURS = {"accounts", "blog", "comments", "config"}


def signers():
    """All signers created when our modules were imported, which normally keep the key of the process."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] in OURS]
    return [value for module in modules for value in vars(module).values() if isinstance(value, signing.Signer)]


@pytest.fixture
def key(settings, monkeypatch):
    """``key(NEW_KEY, OLD_KEY)`` simulates a start with these keys. All signers share the list of fallbacks."""
    fallbacks = settings.SECRET_KEY_FALLBACKS
    found = signers()
    assert len(found) >= 3

    def change(today, *before):
        settings.SECRET_KEY, fallbacks[:] = today, before
        for signer in found:
            monkeypatch.setattr(signer, "key", today)

    change(OLD_KEY)
    yield change
    fallbacks.clear()


def last(address):
    return address.rstrip("/").rpartition("/")[2]


def refused(read, token):
    try:
        return not read(token)
    except (mail_links.InvalidLink, signing.BadSignature):
        return True


def cookie(remember):
    response = HttpResponse()
    remember(response)
    [(name, morsel)] = response.cookies.items()
    return {name: morsel.value}


def with_cookies(cookies):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return request


KINDS = {
    "invitation": (lambda: last(Invitation.objects.create().path), Invitation.objects.from_token),
    "download of one's data": (lambda: last(DataExport(pk=5).download_path), EXPORTS.unsign),
    # The age of a new stamp may be 0, which is valid.
    "stamp of registration": (
        signup_protection.TIMESTAMP.create,
        lambda value: signup_protection.TIMESTAMP.age(value) is not None,
    ),
    "stamp of a comment form": (
        forms.TIMESTAMP.create,
        lambda value: forms.TIMESTAMP.age(value) is not None,
    ),
    "status of a comment": (lambda: last(my_comments.status_path(Comment(pk=7))), my_comments.comment_id_from),
    "confirmation of a guest's address": (
        lambda: last(mail_links.confirmation_link(request_confirmation_if_needed("gustav@example.org"))),
        mail_links.read_confirmation_link,
    ),
    "end of mails": (
        lambda: last(mail_links.unsubscribe_link(mail_links.Subscriber(account=1))),
        mail_links.read_unsubscribe_link,
    ),
    "decision about a comment": (
        lambda: last(mail_links.decision_link("approve", Comment(pk=7), 1, 0)),
        lambda token: mail_links.read_decision_link("approve", token),
    ),
    "cookie of a guest's own comments": (
        lambda: cookie(lambda response: guest_cookies.remember_own_comment(with_cookies({}), response, 7)),
        lambda cookies: guest_cookies.own_comment_ids(with_cookies(cookies)),
    ),
    "cookie of a reader who likes": (
        lambda: cookie(lambda response: guest_cookies.remember_guest(response, "guest:abc")),
        lambda cookies: guest_cookies.reader_key(with_cookies(cookies)),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_signatures_of_the_old_key_are_valid_while_it_is_a_fallback(key, kind):
    make, read = KINDS[kind]
    token = make()
    key(NEW_KEY, OLD_KEY)
    assert not refused(read, token)
    assert not refused(read, make()), "signatures of the new key are valid, too"
    key(NEW_KEY)
    assert refused(read, token)


def test_links_of_allauth_are_valid_while_the_old_key_is_a_fallback(key, bob):
    address = EmailAddress.objects.create(user=bob, email="robert@example.org")
    confirmation = EmailConfirmationHMAC(address).key
    reset = default_token_generator.make_token(bob)
    key(NEW_KEY, OLD_KEY)
    assert EmailConfirmationHMAC.from_key(confirmation).email_address == address
    assert default_token_generator.check_token(bob, reset)
    key(NEW_KEY)
    assert EmailConfirmationHMAC.from_key(confirmation) is None
    assert not default_token_generator.check_token(bob, reset)


def test_a_login_with_the_new_key_keeps_sessions_of_the_old_one(key, bob):
    desk, phone, ended = Client(), Client(), Client()
    for client in (desk, ended):
        client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    ended.session.flush()
    key(NEW_KEY, OLD_KEY)
    phone.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    page = phone.get("/accounts/sessions/").text
    assert page.count("/end/") == 1, "the session at the desk is listed, and the ended one is not"
    assert desk.get("/accounts/").status_code == 200


def test_users_stay_logged_in_after_the_fallback_is_removed(key, bob):
    browser, forgotten = Client(), Client()
    for client in (browser, forgotten):
        client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    key(NEW_KEY, OLD_KEY)
    before = browser.session.session_key
    assert browser.get("/accounts/").status_code == 200
    assert browser.session.session_key != before, "the session is signed with the new key and has a new session key"
    key(NEW_KEY)
    assert browser.get("/accounts/").status_code == 200
    assert forgotten.get("/accounts/").status_code == 302
