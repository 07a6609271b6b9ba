"""Bots that sign up, and people who must not be taken for one."""

import time
from datetime import timedelta

import pytest

from accounts.abuse.client_ip import client_network
from accounts.abuse.rate_limits import RateLimit
from accounts.abuse.signup_protection import TIMESTAMP
from accounts.models import User
from tests.accounts.signing_up import NEWCOMER, SIGNUP
from tests.html import read

pytestmark = pytest.mark.django_db
QUICK = "That looked like a bot"


def stamped(age):
    return TIMESTAMP.signer.sign(str(time.time() - age))


@pytest.mark.parametrize(
    "odd",
    [
        {"homepage": "https://buy.example"},
        {"started": ""},
        {"age": 1},
        {"age": -60},
        {"age": 25 * 3600},
        {"started": str(time.time() - 60)},
        {"started": TIMESTAMP.signer.sign("x")},
        {"started": "y" * 5_000},
    ],
    ids=["trap", "no stamp", "too quick", "of tomorrow", "too old", "unsigned", "no number", "endless"],
)
def test_forms_that_only_bots_send_create_no_account(client, odd):
    if "age" in odd:
        odd = {"started": stamped(odd["age"])}
    answer = client.post(SIGNUP, NEWCOMER | odd)
    assert QUICK in answer.text
    assert not User.objects.exists()


def test_a_fast_user_can_send_the_form_again(client, monkeypatch):
    page = client.get(SIGNUP).text
    refused = client.post(SIGNUP, NEWCOMER | {"started": stamp_in(page), "homepage": "filled in by a program"})
    assert QUICK in refused.text
    assert read(refused).one("main [name=email]").value.lower() == "nora@example.org"
    assert "filled in by a program" not in refused.text
    now = time.time
    monkeypatch.setattr("django.utils.timezone.now", lambda: _later(now() + 4))
    client.post(SIGNUP, NEWCOMER | {"started": stamp_in(refused.text)})
    assert User.objects.exists()


def test_a_quickly_corrected_form_is_not_taken_for_a_bot(client):
    """The password had to be entered again."""
    refused = client.post(SIGNUP, NEWCOMER | {"started": stamped(10), "email": "nora@nowhere"})
    client.post(SIGNUP, NEWCOMER | {"started": stamp_in(refused.text)})
    assert User.objects.exists()


def test_an_invalid_timestamp_is_replaced(client):
    for stamp in ("x", stamped(25 * 3600), stamped(-60)):
        assert stamp_in(client.post(SIGNUP, NEWCOMER | {"started": stamp}).text) != stamp


def _later(moment):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC)


def stamp_in(page):
    return read(page).landmark("main").hidden_fields["started"]


def test_the_honeypot_is_hidden_visually_and_from_screen_readers(client):
    trap = read(client.get(SIGNUP)).one("main div.visually-hidden[aria-hidden=true]").one("input")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")


def test_a_network_shares_a_limit(client, monkeypatch):
    limit = RateLimit("signup_network", 2, timedelta(hours=1))
    monkeypatch.setattr("accounts.abuse.signup_protection.NETWORK_LIMITS", [limit])
    for number in range(3):
        fields = NEWCOMER | {"email": f"n{number}@example.org"}
        answer = client.post(SIGNUP, fields, REMOTE_ADDR=f"192.0.2.{number}")
        client.cookies.clear()
    assert "Too many accounts were created from your network" in answer.text
    assert User.objects.count() == 2
    client.post(SIGNUP, NEWCOMER, REMOTE_ADDR="198.51.100.1")
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56")],
)
def test_networks_are_ip_ranges(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


def test_one_ip_address_can_sign_up_twenty_times_a_minute(client):
    for _ in range(20):
        client.post(SIGNUP, {"email": "no address"})
    assert client.post(SIGNUP, NEWCOMER).status_code == 429
