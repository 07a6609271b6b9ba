"""Codes of an authenticator app are accepted a little early or late, and each of them once."""

from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.accounts.logging_in import is_logged_in, totp_code
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
NOON = 1_795_867_200.0  # the start of a period
LOGIN, REAUTHENTICATE = "/accounts/login/", "/accounts/2fa/reauthenticate/"


@pytest.fixture(autouse=True)
def _cache_with_the_patched_clock(settings, tmp_path):
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {"default": in_memory}


@pytest.fixture
def bob(bob):
    TOTP.activate(bob, SECRET)
    return bob


def at(seconds):
    return patch("time.time", lambda: NOON + seconds)


def code_at(seconds):
    with at(seconds):
        return totp_code(SECRET)


def log_in(person, code, seconds=0):
    """The browser, and the response to the code."""
    browser = Client()
    with at(seconds):
        step = browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
        return browser, browser.post(step.url, {"code": code})


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_codes_of_the_last_and_the_next_half_minute_are_accepted(bob, seconds):
    assert is_logged_in(log_in(bob, code_at(seconds))[0])


@pytest.mark.parametrize("seconds", [-31, 60])
def test_older_and_newer_codes_are_rejected(bob, seconds):
    browser, answer = log_in(bob, code_at(seconds))
    assert "Incorrect code." in answer.text
    assert not is_logged_in(browser)


@pytest.mark.parametrize("seconds", [1, 31, 59])
def test_a_code_cannot_be_used_twice_while_it_is_valid(bob, seconds):
    code = code_at(0)
    assert is_logged_in(log_in(bob, code)[0])
    for again in (code, f"{code[:3]} {code[3:]}"):
        browser, answer = log_in(bob, again, seconds)
        assert "Incorrect code." in answer.text
        assert not is_logged_in(browser)
    assert is_logged_in(log_in(bob, code_at(30), seconds)[0])


def test_a_code_that_logged_in_cannot_confirm_the_login_too(bob):
    code = code_at(0)
    browser, _answer = log_in(bob, code)
    with at(40):
        assert "Incorrect code." in browser.post(REAUTHENTICATE, {"code": code}).text
        assert browser.post(REAUTHENTICATE, {"code": code_at(30)}).status_code == 302


def test_two_users_may_have_the_same_code(bob, alice):
    TOTP.activate(alice, SECRET)
    assert is_logged_in(log_in(bob, code_at(0))[0])
    assert is_logged_in(log_in(alice, code_at(0))[0])
