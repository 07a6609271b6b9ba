"""Hashing passwords takes the most time: known and unknown addresses need the same number of hashes."""

import itertools
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, check_password, get_hasher, make_password

from accounts.middleware import until_next_step
from accounts.passwords import LeanArgon2PasswordHasher
from tests.accounts.signing_up import MINUTE_AGO
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hashes(monkeypatch):
    """Grows by one for every hashed password."""
    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: made.append(given) or encode(self, *given))
    return made


def count(hashes, client, address, fields):
    hashes.clear()
    client.cookies.clear()
    client.post(address, fields)
    return len(hashes)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/accounts/login/", {"login": "{}", "password": "a wrong password"}),
        (
            "/accounts/signup/",
            {"display_name": "Nora", "email": "{}", "password1": "a sober violet engine", "started": MINUTE_AGO},
        ),
        ("/accounts/password/reset/", {"email": "{}"}),
    ],
)
def test_known_and_unknown_addresses_need_the_same_number_of_hashes(client, hashes, address, fields):
    make_user("known@example.org")
    make_user("unverified@example.org", verified=False)
    costs = {
        name: count(
            hashes, client, address, {key: text.replace("{}", f"{name}@example.org") for key, text in fields.items()}
        )
        for name in ("known", "unknown", "unverified")
    }
    assert len(set(costs.values())) == 1, costs
    assert costs["known"] == (0 if "reset" in address else 1)


def test_passwords_are_hashed_with_the_parameters_of_owasp(settings):
    settings.PASSWORD_HASHERS = ["accounts.passwords.LeanArgon2PasswordHasher"]
    stored = make_password(PASSWORD)
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, stored)
    assert not check_password(PASSWORD + " ", stored)


def test_hashes_with_other_parameters_stay_valid_and_are_replaced(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    stock = get_hasher("argon2")
    stock.time_cost, stock.memory_cost, stock.parallelism = 1, 1024, 1
    stored = stock.encode(PASSWORD, "some-salt-of-enough-length")
    settings.PASSWORD_HASHERS = ["accounts.passwords.LeanArgon2PasswordHasher"]
    renewed = []
    assert check_password(PASSWORD, stored, setter=renewed.append)
    assert renewed == [PASSWORD]


def test_the_settings_name_the_lean_hasher():
    from config.settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0] == f"accounts.passwords.{LeanArgon2PasswordHasher.__name__}"


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/login/code/"])
def test_responses_that_could_reveal_accounts_are_delayed(client, monkeypatch, address):
    waited, ticks = [], itertools.count(step=0.05)
    clock = SimpleNamespace(monotonic=lambda: next(ticks), sleep=waited.append)
    monkeypatch.setattr("accounts.middleware.time", clock)
    monkeypatch.setattr("accounts.middleware.STEP_SECONDS", 0.3)
    client.post(address, {"email": "known@example.org"})
    assert waited == [pytest.approx(0.25)], "the work took 0.05 seconds"
    client.get(address)
    assert len(waited) == 1


@pytest.mark.parametrize("spent", [0.01, 0.19, 0.26, 0.31, 1.97])
def test_a_request_longer_than_a_step_waits_for_the_next_one(monkeypatch, spent):
    monkeypatch.setattr("accounts.middleware.STEP_SECONDS", 0.2)
    steps = (spent + until_next_step(spent)) / 0.2
    assert steps == pytest.approx(round(steps))
    assert 0 <= until_next_step(spent) <= 0.2
