"""Logging in with a browser that has cookies of its own."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from tests.factories import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"


def totp_code(secret):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // settings.MFA_TOTP_PERIOD))


def log_in(person, agent=FIREFOX):
    browser = Client(headers={"user-agent": agent})
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert is_logged_in(browser)
    return browser


def reauthenticate(browser):
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def is_logged_in(browser):
    return browser.get("/accounts/").status_code == 200
