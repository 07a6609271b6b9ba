"""Other sessions when a second factor is added or removed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.accounts.logging_in import PHONE, is_logged_in, log_in, reauthenticate

pytestmark = pytest.mark.django_db(transaction=True)  # allauth sends its signal when a new factor is committed
ON, OFF = "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/"
ELSEWHERE = "You are logged out everywhere else."


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch):
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([60_000_000]))


def switch_on(browser):
    browser.get(ON)
    code = format_hotp_value(hotp_value(browser.session[totp.SECRET_SESSION_KEY], 60_000_000))
    return browser.post(ON, {"code": code}, follow=True)


def passkey(person):
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key", "credential": {}})


def test_the_first_second_factor_ends_the_other_sessions(bob):
    here, elsewhere = reauthenticate(log_in(bob)), log_in(bob, PHONE)
    here.get("/accounts/")
    before = here.session.session_key
    assert ELSEWHERE in switch_on(here).text
    assert is_logged_in(here)
    assert here.session.session_key != before
    assert not is_logged_in(elsewhere)
    assert here.get("/accounts/sessions/").text.count("This browser") == 1


def test_another_second_factor_ends_no_sessions(bob):
    here, elsewhere = reauthenticate(log_in(bob)), log_in(bob, PHONE)
    passkey(bob)
    assert ELSEWHERE not in switch_on(here).text
    assert is_logged_in(elsewhere)


def test_removing_a_second_factor_ends_the_other_sessions(bob):
    here, elsewhere = reauthenticate(log_in(bob)), log_in(bob, PHONE)
    Authenticator.objects.create(user=bob, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    before = here.session.session_key
    assert ELSEWHERE in here.post(OFF, follow=True).text
    assert not Authenticator.objects.exists()
    assert is_logged_in(here)
    assert here.session.session_key != before
    assert not is_logged_in(elsewhere)


def test_without_other_sessions_there_is_no_message(bob):
    assert ELSEWHERE not in switch_on(reauthenticate(log_in(bob))).text


def test_new_recovery_codes_end_no_sessions(bob):
    here, elsewhere = reauthenticate(log_in(bob)), log_in(bob, PHONE)
    passkey(bob)
    here.post("/accounts/2fa/recovery-codes/generate/")
    assert Authenticator.objects.filter(user=bob, type="recovery_codes").exists()
    assert is_logged_in(elsewhere)


def test_users_without_a_password_see_the_recovery_codes_without_reauthentication(bob):
    """Users of social login: before the first second factor they had nothing to reauthenticate with."""
    bob.set_unusable_password()
    bob.save()
    browser = Client()
    browser.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    codes = switch_on(browser)
    assert "Recovery codes" in codes.text
    assert codes.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    later = Client()
    later.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "reauthenticate" in later.get("/accounts/2fa/recovery-codes/").url
