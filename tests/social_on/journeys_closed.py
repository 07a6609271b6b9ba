"""Social signup follows the rules and limits of signing up."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.abuse.rate_limits import RateLimit
from accounts.models import Invitation, User
from tests.accounts.responses import check_shape
from tests.social_on.conftest import FORM, NORA, SENT

pytestmark = pytest.mark.django_db


def test_closed_registration_applies_to_social_login_too(client, return_from, is_in, settings, bob, connected):
    settings.REGISTRATION_OPEN = False
    assert "Registration is closed" in check_shape(return_from()).text
    assert client.get(FORM).url == "/accounts/login/"
    connected(bob)
    return_from()
    assert is_in(client), "who has an account logs in"


def test_an_invitation_works_for_social_signup(client, return_from, settings, edith):
    settings.REGISTRATION_OPEN = False
    invitation = Invitation.objects.create(made_by=edith, note="Nora")
    late = Client()
    for browser in (client, late):
        browser.get(invitation.path)
        return_from(browser)
    assert client.post(FORM, NORA).url == SENT
    invitation.refresh_from_db()
    assert invitation.used_by == User.objects.get(email="nora@example.org")
    assert "Registration is closed" in late.post(FORM, NORA | {"email": "late@example.org"}).text
    assert not User.objects.filter(email="late@example.org").exists()


def test_an_invitation_redeemed_meanwhile_creates_no_account(client, return_from, settings, edith, monkeypatch):
    settings.REGISTRATION_OPEN = False
    client.get(Invitation.objects.create(made_by=edith).path)
    return_from()
    monkeypatch.setattr(Invitation, "redeem", lambda self, person: False)
    assert "Registration is closed" in client.post(FORM, NORA).text
    assert not User.objects.filter(email="nora@example.org").exists()


def test_a_network_shares_a_limit_of_social_signups(provider, return_from, monkeypatch):
    limit = RateLimit("signup_network", 1, timedelta(hours=1))
    monkeypatch.setattr("accounts.abuse.signup_protection.NETWORK_LIMITS", [limit])
    answers = []
    for name in ("one", "two"):
        browser = Client()
        provider.person["sub"] = name
        return_from(browser)
        answers.append(browser.post(FORM, {"display_name": name, "email": f"{name}@example.org"}))
    assert answers[0].status_code == 302
    assert "Too many accounts were created from your network" in answers[1].text
