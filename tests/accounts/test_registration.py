"""Signing up."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from tests.accounts.mails import link_in
from tests.accounts.responses import words_of
from tests.accounts.signing_up import NEWCOMER, SIGNUP
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def test_a_visitor_signs_up_confirms_the_address_and_logs_in(client):
    answer = client.post(SIGNUP, NEWCOMER, follow=True)
    assert "Check your e-mail" in answer.text
    [message] = mail.outbox
    assert message.to == ["nora@example.org"]

    early = client.post(LOGIN, {"login": "nora@example.org", "password": NEWCOMER["password1"]})
    assert early.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session

    link = link_in(message)
    assert "Nora Newcomer" in client.get(link).text
    assert not EmailAddress.objects.get().verified, "looking at the link confirms nothing"
    client.post(link)
    assert EmailAddress.objects.get().verified

    client.post(LOGIN, {"login": "NORA@example.ORG", "password": NEWCOMER["password1"]})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_the_new_user_has_a_name_and_a_slug(client):
    make_user("other@example.org", display_name="Nora Newcomer")
    client.post(SIGNUP, NEWCOMER)
    nora = User.objects.get(email="nora@example.org")
    assert nora.display_name == "Nora Newcomer"
    assert nora.slug.startswith("nora-newcomer-")
    assert not nora.is_staff


def test_the_confirmation_e_mail_is_short_and_names_the_blog(client):
    client.post(SIGNUP, NEWCOMER | {"display_name": "Nora & <b>Co</b>"})
    [message] = mail.outbox
    assert "Colophon" in message.subject
    assert "Colophon" in message.body
    assert message.content_subtype == "plain"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert len(message.body) < 800
    assert "&amp;" not in message.body + message.subject
    assert "\n\n\n" not in message.body


def test_links_in_emails_have_the_host_of_the_site_not_of_the_request(client, settings):
    settings.SITE_URL = "http://blog.example.org"
    client.post(SIGNUP, NEWCOMER, headers={"host": "localhost:81"})
    assert "http://blog.example.org/accounts/confirm-email/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_addresses_are_unique_whatever_their_case(db):
    make_user("nora@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="NORA@example.org", slug="other")


def test_a_known_address_gets_the_same_response_and_another_email(client, django_user_model):
    make_user("bob@example.org")
    unknown = client.post(SIGNUP, NEWCOMER, follow=True)
    mail.outbox.clear()
    client.cookies.clear()
    known = client.post(SIGNUP, NEWCOMER | {"email": "BOB@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known).replace("bob@", "nora@") == words_of(unknown)
    [message] = mail.outbox
    assert message.to == ["bob@example.org"]
    assert "already have" in message.body
    assert "/accounts/password/reset/" in message.body
    assert django_user_model.objects.filter(email="bob@example.org").count() == 1


def test_an_unconfirmed_new_address_can_still_be_signed_up_with(client):
    """Users can't block an address by entering it as their new one."""
    bob = make_user("bob@example.org")
    EmailAddress.objects.create(user=bob, email="nora@example.org")
    client.post(SIGNUP, NEWCOMER)
    [message] = mail.outbox
    assert "already have" not in message.body
    client.post(link_in(message))
    nora = User.objects.get(email="nora@example.org")
    assert EmailAddress.objects.get(email="nora@example.org", verified=True).user == nora
    assert list(EmailAddress.objects.filter(user=bob).values_list("email", flat=True)) == ["bob@example.org"]


def test_simultaneous_signups_with_one_address_create_one_account(client, monkeypatch):
    """The second request checked the address before the first one stored it."""
    make_user("nora@example.org")
    looks = iter([False, True])
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email",
        lambda email, user=None: None if next(looks) else True,
    )
    answer = client.post(SIGNUP, NEWCOMER, follow=True)
    assert "Check your e-mail" in answer.text
    assert User.objects.count() == 1
    assert "already have" in mail.outbox[0].body


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "\u202e", "---", "🙂", "\u2800"])
def test_a_name_must_contain_a_letter_or_a_number(client, name):
    answer = client.post(SIGNUP, NEWCOMER | {"display_name": name})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"display_name"}
    assert "nora@example.org" in answer.text.lower(), "what was typed comes back"
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t Lovelace ", "Ada Lovelace"),
        ("Ada\u202eecalevoL", "Ada ecalevoL"),
        ("Zoë 🙂", "Zoë 🙂"),
        ("Zoe\u0308", "Zoë"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("李小龍", "李小龍"),
    ],
)
def test_names_are_normalised(client, typed, kept):
    client.post(SIGNUP, NEWCOMER | {"display_name": typed})
    assert User.objects.get().display_name == kept


@pytest.mark.parametrize("password", ["short", "password123", "12345678901", "nora@example.org"])
def test_a_weak_password_is_an_error_of_its_field(client, password):
    answer = client.post(SIGNUP, NEWCOMER | {"password1": password})
    assert answer.context["form"].errors.keys() == {"password1"}
    assert User.objects.count() == 0


def test_while_registration_is_closed_nobody_can_sign_up(client, settings):
    settings.REGISTRATION_OPEN = False
    assert "Registration is closed" in client.get(SIGNUP).text
    assert "Registration is closed" in client.post(SIGNUP, NEWCOMER).text
    assert User.objects.count() == 0
    assert mail.outbox == []


def test_the_confirmation_link_works_once(client):
    client.post(SIGNUP, NEWCOMER)
    link = link_in(mail.outbox[0])
    client.post(link)
    assert "no longer valid" in client.get(link).text or "already confirmed" in client.get(link).text


def test_an_unverified_user_gets_a_new_link_at_login(client):
    make_user("nora@example.org", verified=False)
    answer = client.post(LOGIN, {"login": "nora@example.org", "password": PASSWORD})
    assert answer.url == reverse("account_email_verification_sent")
    assert "/accounts/confirm-email/" in mail.outbox[0].body
