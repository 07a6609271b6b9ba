"""Forgotten and changed passwords, changed addresses."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.mails import link_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
RESET, CHANGE, EMAIL, LOGIN = (
    "/accounts/password/reset/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/login/",
)
NEW = "seven yellow tractors"


def sign_in(client, person):
    """Logged in and just reauthenticated."""
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_reset_has_the_same_response_for_unknown_addresses_but_no_email(client, bob):
    known = client.post(RESET, {"email": "BOB@example.org"}, follow=True)
    assert [message.to for message in mail.outbox] == [["bob@example.org"]]
    unknown = client.post(RESET, {"email": "unknown@example.org"}, follow=True)
    assert len(mail.outbox) == 1
    assert known.redirect_chain == unknown.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert known.text == unknown.text
    assert "If there is an account" in known.text


def test_a_reset_makes_the_same_queries_for_all_addresses(client, bob, settings, django_assert_num_queries):
    """The task looks the account up; the request only enqueues the address."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    client.post(RESET, {"email": "warm@example.org"})
    with django_assert_num_queries(1):  # the name of the blog
        client.post(RESET, {"email": "bob@example.org"})
    with django_assert_num_queries(1):
        client.post(RESET, {"email": "unknown@example.org"})


def test_locked_accounts_get_no_link(client, bob):
    bob.is_active = False
    bob.save()
    client.post(RESET, {"email": bob.email})
    assert mail.outbox == []


def test_the_link_in_the_e_mail_sets_a_new_password_once(client, bob):
    client.post(RESET, {"email": bob.email})
    [message] = mail.outbox
    assert "Colophon" in message.subject
    assert "Colophon" in message.body
    link = link_in(message)

    page = client.get(link, follow=True)
    assert message.body.count("/key/") == 1
    assert page.redirect_chain[-1][0].endswith("-set-password/"), "the key leaves the address bar"
    done = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your new password was saved" in done.text
    assert "_auth_user_id" not in client.session, "the link alone logs nobody in"
    assert mail.outbox[-1].to == [bob.email]
    assert "has been changed" in mail.outbox[-1].body

    client.post(LOGIN, {"login": bob.email, "password": NEW})
    assert "_auth_user_id" in client.session
    assert "no longer valid" in Client().get(link, follow=True).text


def test_two_different_new_passwords_are_reported(client, bob):
    client.post(RESET, {"email": bob.email})
    form = client.get(link_in(mail.outbox[0]), follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": NEW, "password2": "other"})
    assert "same password" in answer.text
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_a_reset_ends_other_sessions(client, bob):
    thief = Client()
    thief.force_login(bob)
    client.post(RESET, {"email": bob.email})
    form = client.get(link_in(mail.outbox[0]), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert thief.get("/accounts/").status_code == 302


def test_changing_the_password_ends_other_sessions_and_notifies_the_user(client, bob):
    elsewhere = Client()
    elsewhere.force_login(bob)
    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True)
    bob.refresh_from_db()
    assert bob.check_password(NEW)
    assert elsewhere.get("/accounts/").status_code == 302
    assert [message.to for message in mail.outbox] == [[bob.email]]
    assert "Your new password was saved" in answer.text


def test_changing_the_password_requires_the_current_one(client, bob):
    client.force_login(bob)
    client.post(CHANGE, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_a_new_address_replaces_the_old_one_when_it_is_confirmed(client, bob):
    sign_in(client, bob)
    answer = client.post(EMAIL, {"email": "Robert@example.org", "action_add": ""}, follow=True)
    assert "robert@example.org" in answer.text
    bob.refresh_from_db()
    assert bob.email == "bob@example.org"
    [message] = mail.outbox
    assert message.to == ["robert@example.org"]

    client.post(link_in(message))
    bob.refresh_from_db()
    assert bob.email == "robert@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("robert@example.org", True)]
    assert mail.outbox[-1].to == ["bob@example.org"], "the old address hears of it"


def test_changing_to_the_address_of_another_account_reveals_nothing(client, alice, bob):
    sign_in(client, bob)
    answer = client.post(EMAIL, {"email": alice.email, "action_add": ""}, follow=True)
    assert "already" not in answer.text
    for message in mail.outbox:
        client.post(link_in(message))
    bob.refresh_from_db()
    assert bob.email == "bob@example.org"


def test_a_pending_address_can_be_withdrawn(client, bob):
    sign_in(client, bob)
    client.post(EMAIL, {"email": "robert@example.org", "action_add": ""})
    client.post(EMAIL, {"email": "robert@example.org", "action_remove": ""})
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["bob@example.org"]


def test_a_borrowed_session_cannot_change_the_address(client, bob):
    client.force_login(bob)
    answer = client.post(EMAIL, {"email": "thief@example.org", "action_add": ""})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert mail.outbox == []
    client.post(answer.url, {"password": PASSWORD})
    assert [message.to for message in mail.outbox] == [["thief@example.org"]], "the change goes on afterwards"
