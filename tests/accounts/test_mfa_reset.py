"""Staff remove the second factors of users who have lost their phone and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse

from tests.accounts.logging_in import is_logged_in, log_in
from tests.accounts.user_admin import run_action
from tests.factories import make_user

pytestmark = pytest.mark.django_db
REMOVED = "The second factors of 1 account were removed."


def protect(*people):
    for person in people:
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)


def has_factor(person):
    return Authenticator.objects.filter(user=person).exists()


def test_second_factors_are_removed_sessions_end_and_the_password_alone_logs_in(signed_in, root, bob):
    browser = log_in(bob)
    protect(bob)
    assert REMOVED in run_action(signed_in(root), "no_second_factor", bob).text
    assert not has_factor(bob)
    assert not is_logged_in(browser)
    assert is_logged_in(log_in(bob))


def test_the_user_is_notified_without_the_ip_address_of_the_administrator(signed_in, root, bob):
    protect(bob)
    run_action(signed_in(root), "no_second_factor", bob)
    [message] = mail.outbox
    assert message.to == [bob.email]
    assert "second factor" in message.subject
    assert "/accounts/2fa/" in message.body
    assert "IP address" not in message.body


def test_the_history_of_the_user_shows_who_removed_them(signed_in, root, bob):
    protect(bob)
    admin = signed_in(root)
    run_action(admin, "no_second_factor", bob)
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id) == (root, str(bob.pk))
    assert "Second factors removed." in admin.get(reverse("admin:accounts_user_history", args=[bob.pk])).text


def test_second_factors_of_oneself_and_of_superusers_cannot_be_removed(signed_in, root, hanna, alice):
    protect(root, hanna, alice)
    assert (
        "The second factors of 0 accounts were removed."
        in run_action(signed_in(hanna), "no_second_factor", root, hanna, alice).text
    )
    assert all(has_factor(person) for person in (root, hanna, alice))
    assert not mail.outbox
    assert not LogEntry.objects.exists()


def test_the_action_respects_who_can_edit_whom(signed_in, hanna, alice, bob):
    protect(alice, bob)
    assert REMOVED in run_action(signed_in(hanna), "no_second_factor", alice, bob).text
    assert [has_factor(person) for person in (alice, bob)] == [True, False]
    head = make_user("head@example.org", groups=["Administrator"], is_staff=True)
    assert REMOVED in run_action(signed_in(head), "no_second_factor", alice).text
    assert not has_factor(alice)


def test_users_without_second_factors_are_not_logged_out_or_notified(signed_in, root, bob):
    browser = log_in(bob)
    assert "The second factors of 0 accounts were removed." in run_action(signed_in(root), "no_second_factor", bob).text
    assert is_logged_in(browser)
    assert not mail.outbox


def test_authors_cannot_remove_second_factors(signed_in, alice, bob):
    protect(bob)
    run_action(signed_in(alice), "no_second_factor", bob)
    assert has_factor(bob)
