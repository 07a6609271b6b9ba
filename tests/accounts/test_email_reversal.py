"""The owner of the old e-mail address can revert a change of address."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import EmailChange, User
from accounts.tasks import delete_expired_data
from tests.accounts.every_page import add_key
from tests.accounts.mails import link_in
from tests.accounts.responses import check_shape
from tests.accounts.signing_up import NEWCOMER, SIGNUP
from tests.comments.posting import later
from tests.factories import PASSWORD, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
LOGIN, EMAIL = "/accounts/login/", "/accounts/email/"
NEW = "seven yellow tractors"


def sign_in(person, browser=None):
    browser = browser or Client()
    browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def change_address(browser, email):
    """Returns the e-mail to the old address."""
    browser.post(EMAIL, {"email": email, "action_add": ""})
    browser.post(link_in(mail.outbox[-1]))
    return mail.outbox[-1]


def address_of(person):
    person.refresh_from_db()
    confirmed = EmailAddress.objects.filter(user=person, verified=True, primary=True).values_list("email", flat=True)
    assert list(confirmed) == [person.email]
    return person.email


@pytest.fixture
def thief(bob):
    """An attacker who knows Bob's password."""
    return sign_in(bob)


def test_the_owner_of_the_old_address_takes_the_account_back(thief, bob):
    message = change_address(thief, "thief@example.org")
    assert (message.to, address_of(bob)) == (["bob@example.org"], "thief@example.org")
    assert "Forgot your password" not in message.body, "which would send nothing to this address"
    owner = Client()
    page = check_shape(owner.get(link_in(message)))
    assert "make it bob@example.org again" in page.text
    assert address_of(bob) == "thief@example.org", "looking changes nothing"
    done = owner.post(link_in(message))
    assert "is bob@example.org again" in check_shape(done).text
    assert address_of(bob) == "bob@example.org"
    assert thief.get("/accounts/").status_code == 302
    thief.post(LOGIN, {"login": "bob@example.org", "password": PASSWORD})
    thief.post(LOGIN, {"login": "thief@example.org", "password": PASSWORD})
    assert thief.get("/accounts/").status_code == 302, "the password that the thief knows opens nothing"
    assert (mail.outbox[-1].to, "changed back" in mail.outbox[-1].body) == (["thief@example.org"], True)


def test_the_page_offers_a_new_password_which_logs_in(thief, bob):
    owner = Client()
    page = read(owner.post(link_in(change_address(thief, "thief@example.org"))))
    form = page.one("form[action^='/accounts/password/']")
    owner.post(form["action"], {"email": form.one("[name=email]").value})
    assert mail.outbox[-1].to == ["bob@example.org"]
    form = owner.get(link_in(mail.outbox[-1]), follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": NEW, "password2": NEW})
    owner.post(LOGIN, {"login": "bob@example.org", "password": NEW})
    assert owner.get("/accounts/").status_code == 200


def test_second_factors_added_by_the_attacker_are_removed_and_older_ones_stay(thief, bob):
    mine = add_key(bob, "Mine")
    Authenticator.objects.update(created_at=timezone.now() - timedelta(days=30))
    message = change_address(thief, "thief@example.org")
    add_key(bob, "Of the thief")
    Client().post(link_in(message))
    assert [key.pk for key in Authenticator.objects.all()] == [mine.pk]


def test_a_deletion_requested_by_the_attacker_is_cancelled(thief, bob):
    message = change_address(thief, "thief@example.org")
    thief.post("/accounts/data/delete/", {"comments": "erase"})
    Client().post(link_in(message))
    bob.refresh_from_db()
    assert bob.deletion_due_at is None


def test_the_link_works_once_for_seven_days_and_for_nothing_else(thief, bob):
    link = link_in(change_address(thief, "thief@example.org"))
    with later(days=6, hours=23):
        assert Client().get(link).status_code == 200
    with later(days=7, seconds=1):
        assert "no longer valid" in Client().get(link).text
        assert Client().post(link).status_code == 404
    assert Client().post(link[:-3] + "xx/").status_code == 404
    assert address_of(bob) == "thief@example.org"
    Client().post(link)
    change_address(sign_in_with_new_password(bob), "robert@example.org")
    assert Client().post(link).status_code == 404
    assert address_of(bob) == "robert@example.org"


def sign_in_with_new_password(person):
    person.refresh_from_db()
    person.set_password(PASSWORD)
    person.save()
    return sign_in(person)


def test_changing_the_address_twice_does_not_help_an_attacker(thief, bob):
    to_owner = change_address(thief, "thief@example.org")
    to_thief = change_address(thief, "second@example.org")
    assert to_thief.to == ["thief@example.org"]
    Client().post(link_in(to_thief))
    assert address_of(bob) == "thief@example.org"
    Client().post(link_in(to_owner))
    assert address_of(bob) == "bob@example.org"
    assert thief.post(link_in(to_thief)).status_code == 404
    assert address_of(bob) == "bob@example.org"


def test_changing_the_address_back_sends_no_link_to_the_attacker(thief, bob):
    owner = sign_in(bob)
    change_address(thief, "thief@example.org")
    told = change_address(owner, "bob@example.org")
    assert told.to == ["thief@example.org"]
    assert "/accounts/email/" not in told.body
    assert not EmailChange.objects.exists()


def test_a_change_by_an_administrator_cannot_be_reverted(thief, bob, signed_in):
    change_address(thief, "thief@example.org")
    to_thief = change_address(thief, "second@example.org")
    root = make_user("root@example.org", is_staff=True, is_superuser=True)
    fields = {"email": "bob@example.org", "display_name": "Bob", "slug": bob.slug, "bio": "", "is_active": "on"}
    signed_in(root).post(f"/admin/accounts/user/{bob.pk}/change/", fields)
    assert Client().post(link_in(to_thief)).status_code == 404
    bob.refresh_from_db()
    assert bob.email == "bob@example.org"


def test_another_account_with_the_old_address_is_reported_and_the_link_still_works(thief, bob):
    link = link_in(change_address(thief, "thief@example.org"))
    other = make_user("bob@example.org")
    answer = Client().post(link)
    assert "now belongs to another account" in answer.text
    assert address_of(bob) == "thief@example.org"
    assert thief.get("/accounts/").status_code == 200
    User.objects.filter(pk=other.pk).update(email="else@example.org")
    EmailAddress.objects.filter(user=other).update(email="else@example.org")
    assert Client().post(link).status_code == 200
    assert address_of(bob) == "bob@example.org"


def test_registering_the_old_address_does_not_keep_its_owner_out(thief, bob):
    link = link_in(change_address(thief, "thief@example.org"))
    Client().post(SIGNUP, NEWCOMER | {"email": "bob@example.org"})
    assert User.objects.filter(email="bob@example.org").exists()
    assert Client().post(link).status_code == 200
    assert address_of(bob) == "bob@example.org"


def test_the_browser_that_opens_the_link_is_logged_out_too(thief, bob):
    link = link_in(change_address(thief, "thief@example.org"))
    assert thief.post(link).status_code == 200
    assert thief.get("/accounts/").status_code == 302
    other = sign_in(make_user("other@example.org"))
    assert other.get(link).status_code == 404
    assert other.get("/accounts/").status_code == 200


def test_the_link_is_not_wrapped(thief, bob):
    """In the bytes that a mail server receives, and alone on its line in both parts."""
    raw = change_address(thief, "thief@example.org").message().as_bytes(policy=policy.SMTP)
    assert b"=?utf-8" not in raw.partition(b"\r\n\r\n")[0]
    parsed = message_from_bytes(raw, policy=policy.default)
    [change] = EmailChange.objects.all()
    link = f"http://127.0.0.1:8000{change.path}"
    assert link in parsed.get_body(("plain",)).get_content().splitlines()
    assert f'href="{link}"' in parsed.get_body(("html",)).get_content()
    assert "Change it back" in parsed.get_body(("html",)).get_content()


def test_changes_are_deleted_when_their_link_has_expired(thief, bob):
    change_address(thief, "thief@example.org")
    delete_expired_data.func()
    assert EmailChange.objects.count() == 1
    EmailChange.objects.update(changed_at=timezone.now() - timedelta(days=8))
    delete_expired_data.func()
    assert not EmailChange.objects.exists()
