"""The secrets of second factors are encrypted in the database; a lost key doesn't cause a server error."""

import json
import logging
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.allauth.mfa.encryption import PREFIX, DecryptionError, decrypt, encrypt, is_current
from accounts.allauth.mfa.key_rotation import decrypt_all, rotate_all
from tests.accounts.logging_in import is_logged_in
from tests.factories import PASSWORD

SECRET, HALF_MINUTE = "JBSWY3DPEHPK3PXP", 60_000_000
OLD_KEY, NEW_KEY, OTHER_KEY = "old " * 12, "new " * 12, "other " * 12
LOGIN, CODES, GENERATE = "/accounts/login/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"
LOST = "be checked any more. Use a passkey if you have one"


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch):
    """A code is valid for half a minute, which may end during a test."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


@pytest.fixture
def key(settings):
    """``key(NEW_KEY, OLD_KEY)`` sets SECRET_KEY and its fallbacks."""

    def change(today, *before):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = today, list(before)

    change(OLD_KEY)
    return change


@pytest.fixture
def factors(db, key, bob):
    """Bob's authenticator app and recovery codes, encrypted with the old key."""
    TOTP.activate(bob, SECRET)
    return RecoveryCodes.activate(bob).generate_codes()


def app_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, HALF_MINUTE))


def log_in(bob, code):
    """The browser, and the response to the code."""
    browser = Client()
    browser.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    return browser, browser.post("/accounts/2fa/authenticate/", {"code": code}, follow=True)


def stored():
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def test_encrypted_text_is_decrypted_and_differs_each_time(key):
    assert decrypt(encrypt(SECRET)) == SECRET
    assert encrypt(SECRET) != encrypt(SECRET)
    assert SECRET not in encrypt(SECRET)
    assert encrypt(SECRET).startswith(PREFIX)


def test_older_keys_decrypt_but_do_not_encrypt(key):
    old = encrypt(SECRET)
    key(NEW_KEY, OTHER_KEY, OLD_KEY)
    assert decrypt(old) == SECRET
    assert [is_current(text) for text in (old, encrypt(SECRET), SECRET)] == [False, True, False]


def another(letter):
    return "B" if letter == "A" else "A"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-4],
        lambda text: PREFIX,
        lambda text: f"{text[:60]}{another(text[60])}{text[61:]}",
        lambda text: f"{PREFIX}é",
    ],
)
def test_tampered_text_is_not_decrypted(key, spoil):
    with pytest.raises(DecryptionError):
        decrypt(spoil(encrypt(SECRET)))


def test_an_unknown_key_decrypts_nothing_and_the_error_contains_no_secret(key):
    old = encrypt(SECRET)
    key(NEW_KEY)
    with pytest.raises(DecryptionError) as caught:
        decrypt(old)
    assert OLD_KEY not in str(caught.value)
    assert old not in str(caught.value)


def test_the_database_contains_neither_the_secret_nor_the_seed_nor_a_code(factors):
    rows = Authenticator.objects.all()
    assert {row.type for row in rows} == {"totp", "recovery_codes"}
    assert SECRET not in stored()
    assert not any(code in stored() for code in factors)
    assert stored().count(PREFIX) == 2


def test_the_app_and_the_recovery_codes_log_in(bob, factors):
    assert is_logged_in(log_in(bob, app_code())[0])
    browser, _page = log_in(bob, factors[3])
    assert is_logged_in(browser)
    assert not is_logged_in(log_in(bob, factors[3])[0]), "each works once"


def test_codes_work_with_a_new_key_while_the_old_one_is_a_fallback(bob, factors, key):
    key(NEW_KEY, OLD_KEY)
    assert is_logged_in(log_in(bob, app_code())[0])
    assert is_logged_in(log_in(bob, factors[0])[0])


def test_rows_stored_before_encryption_existed_still_work(bob, factors):
    decrypt_all(Authenticator.objects.all())
    assert SECRET in stored()
    assert is_logged_in(log_in(bob, app_code())[0])
    assert is_logged_in(log_in(bob, factors[0])[0])


def test_the_migration_encrypts_secrets_and_its_reverse_decrypts_them(bob, factors):
    migration = import_module("accounts.migrations.0003_sealed_second_factors")
    migration.unseal(apps, None)
    assert SECRET in stored()
    migration.seal(apps, None)
    assert SECRET not in stored()
    assert rotate_all(Authenticator.objects.all()) == (0, 0), "what is fresh stays as it is"
    assert is_logged_in(log_in(bob, app_code())[0])


def test_migrated_codes_are_encrypted_too(db, key, bob):
    row = Authenticator.objects.create(user=bob, type="recovery_codes", data={"migrated_codes": ["11111", "22222"]})
    rotate_all(Authenticator.objects.all())
    assert "11111" not in stored()
    row.refresh_from_db()
    assert row.wrap().get_unused_codes() == ["11111", "22222"]
    assert row.wrap().validate_code("22222")


def test_after_rotation_the_old_key_is_not_needed(bob, factors, key, capsys):
    key(NEW_KEY, OLD_KEY)
    log_in(bob, factors[0])
    call_command("rotate_mfa_keys")
    assert "2 second factors encrypted with SECRET_KEY." in capsys.readouterr().out
    key(NEW_KEY)
    assert not is_logged_in(log_in(bob, factors[0])[0]), "a spent code stays spent"
    assert is_logged_in(log_in(bob, factors[1])[0])
    assert is_logged_in(log_in(bob, app_code())[0])


def test_secrets_with_an_unknown_key_are_kept_and_reported(factors, key, capsys):
    before = stored()
    key(NEW_KEY)
    call_command("rotate_mfa_keys")
    told = capsys.readouterr()
    assert "0 second factors encrypted with SECRET_KEY." in told.out
    assert "SECRET_KEY_FALLBACKS" in told.err
    assert stored() == before


def test_with_a_lost_key_no_code_matches_and_the_page_says_what_to_do(bob, factors, key, caplog):
    key(NEW_KEY)
    for code in (app_code(), factors[0], app_code(secret="")):
        cache.clear()
        with caplog.at_level(logging.ERROR):
            browser, page = log_in(bob, code)
        assert page.status_code == 200
        assert LOST in page.text
        assert not is_logged_in(browser)
    told = caplog.text
    assert "SECRET_KEY_FALLBACKS" in told
    assert not any(secret in told for secret in (SECRET, OLD_KEY, NEW_KEY, PREFIX, *factors))


def test_a_wrong_code_is_reported_as_incorrect_while_the_key_is_known(bob, factors):
    page = log_in(bob, "000000")[1]
    assert "Incorrect code." in page.text
    assert LOST not in page.text


def test_with_a_lost_key_new_recovery_codes_can_be_created(client, bob, factors, key):
    key(NEW_KEY)
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "0 codes are left" in client.get("/accounts/2fa/").text
    for address in (CODES, f"{CODES}download/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(GENERATE, 302)]
        assert "be read any more. Create new ones." in answer.text
    answer = client.post(GENERATE, follow=True)
    new = RecoveryCodes(Authenticator.objects.get(user=bob, type="recovery_codes")).generate_codes()
    assert all(code in answer.text for code in new)
    assert is_logged_in(log_in(bob, new[0])[0]), "beside an app that cannot be read"
