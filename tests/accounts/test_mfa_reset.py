"""Who has lost phone and recovery codes gets back in: those in charge take the second factor away."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from tests.accounts.test_admin import run
from tests.accounts.test_sessions import is_in, log_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
REMOVED = "The second factors of 1 account were removed."


@pytest.fixture
def root(db):
    return make_user("root@example.org", display_name="Ruth Root", is_staff=True, is_superuser=True)


@pytest.fixture
def hanna(db):
    """Staff who may change accounts, and gives no roles."""
    hanna = make_user("hanna@example.org", display_name="Hanna Helper", is_staff=True)
    names = ("view_user", "change_user")
    hanna.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__in=names))
    return hanna


def protect(*people):
    for person in people:
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)


def has_factor(person):
    return Authenticator.objects.filter(user=person).exists()


def test_the_factors_go_the_sessions_end_and_the_password_alone_logs_in(signed_in, root, bob):
    browser = log_in(bob)
    protect(bob)
    assert REMOVED in run(signed_in(root), "no_second_factor", bob).text
    assert not has_factor(bob)
    assert not is_in(browser)
    assert is_in(log_in(bob))


def test_the_person_is_told_and_not_where_the_administrator_is(signed_in, root, bob):
    protect(bob)
    run(signed_in(root), "no_second_factor", bob)
    [message] = mail.outbox
    assert message.to == [bob.email]
    assert "second factor" in message.subject
    assert "/accounts/2fa/" in message.body
    assert "network address" not in message.body


def test_the_history_of_the_person_says_who_did_it(signed_in, root, bob):
    protect(bob)
    admin = signed_in(root)
    run(admin, "no_second_factor", bob)
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id) == (root, str(bob.pk))
    assert "Second factors removed." in admin.get(reverse("admin:accounts_user_history", args=[bob.pk])).text


def test_not_the_own_ones_and_not_those_of_the_mightier(signed_in, root, hanna, alice):
    protect(root, hanna, alice)
    assert (
        "The second factors of 0 accounts were removed."
        in run(signed_in(hanna), "no_second_factor", root, hanna, alice).text
    )
    assert all(has_factor(person) for person in (root, hanna, alice))
    assert not mail.outbox
    assert not LogEntry.objects.exists()


def test_helpers_reach_readers_and_who_gives_roles_reaches_staff(signed_in, hanna, alice, bob):
    protect(alice, bob)
    assert REMOVED in run(signed_in(hanna), "no_second_factor", alice, bob).text
    assert [has_factor(person) for person in (alice, bob)] == [True, False]
    head = make_user("head@example.org", groups=["Administrator"], is_staff=True)
    assert REMOVED in run(signed_in(head), "no_second_factor", alice).text
    assert not has_factor(alice)


def test_who_has_none_is_neither_logged_out_nor_written_to(signed_in, root, bob):
    browser = log_in(bob)
    assert "The second factors of 0 accounts were removed." in run(signed_in(root), "no_second_factor", bob).text
    assert is_in(browser)
    assert not mail.outbox


def test_authors_cannot_do_it(signed_in, alice, bob):
    protect(bob)
    run(signed_in(alice), "no_second_factor", bob)
    assert has_factor(bob)
