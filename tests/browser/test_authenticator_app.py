"""The authenticator app is turned on, required, replaced by a recovery code, and turned off."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import expect

from tests.accounts.logging_in import totp_code
from tests.browser.steps import (
    LOGIN,
    complaint_about,
    fill,
    follow,
    heading,
    is_in,
    log_in_here,
    log_out,
    main,
    press,
    prove,
)

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def with_app(bob):
    TOTP.activate(bob, SECRET)
    RecoveryCodes.activate(bob)
    return bob


def shown_codes(page):
    return [code.inner_text() for code in main(page).locator("code").all()]


def password_step(page, user):
    page.goto(LOGIN)
    log_in_here(page, user)
    heading(page, "Confirm that it’s you")
    return main(page).get_by_label("Code", exact=True)


def test_the_app_is_turned_on_and_its_code_is_required(signed_in_page, scripts, bob, mailoutbox):
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/2fa/")
    follow(page, "Turn on")
    prove(page)
    heading(page, "Turn on the authenticator app")
    picture = main(page).get_by_alt_text("QR code of the secret below")
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 50
    secret = main(page).get_by_label("Secret").input_value()
    fill(page, {"Code": "000000"})
    press(page, "Turn on")
    assert complaint_about(main(page).get_by_label("Code", exact=True)) == "Incorrect code."
    assert main(page).get_by_label("Secret").input_value() == secret, "the app that has scanned it is still right"
    fill(page, {"Code": totp_code(secret)})
    press(page, "Turn on")
    heading(page, "Recovery codes")
    codes = shown_codes(page)
    assert len(set(codes)) == 10
    with page.expect_download() as download:
        follow(page, "Download the codes")
    assert set(codes) <= set(download.value.path().read_text().split())
    assert [message.to for message in mailoutbox] == [[bob.email]] * len(mailoutbox)
    assert mailoutbox
    log_out(page)
    password_step(page, bob)
    assert not is_in(page), "the password alone opens nothing"
    heading(page, "Confirm that it’s you")
    fill(page, {"Code": totp_code(secret)})
    press(page, "Log in")
    page.locator(".user-menu").wait_for()


def test_a_recovery_code_works_once(page, with_app):
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    password_step(page, with_app).fill(code)
    press(page, "Log in")
    page.locator(".user-menu").wait_for()
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("9 codes are left")).to_be_visible()
    log_out(page)
    field = password_step(page, with_app)
    field.fill(code)
    press(page, "Log in")
    assert complaint_about(field) == "Incorrect code."
    assert not is_in(page)


def test_new_recovery_codes_replace_the_old_ones(signed_in_page, scripts, with_app):
    page = signed_in_page(with_app, scripts=scripts)
    page.goto("/accounts/2fa/")
    follow(page, "Show the codes")
    prove(page)
    old = shown_codes(page)
    follow(page, "Create new codes")
    expect(page.get_by_text("The old codes will stop working.")).to_be_visible()
    press(page, "Create new codes")
    heading(page, "Recovery codes")
    assert len(set(shown_codes(page)) - set(old)) == 10


def test_the_app_is_turned_off_after_reauthentication(signed_in_page, scripts, with_app, mailoutbox):
    page = signed_in_page(with_app, scripts=scripts)
    page.goto("/accounts/2fa/")
    follow(page, "Turn off")
    follow(page, "Use authenticator app or code")
    page.get_by_text("Enter a code from your authenticator app").wait_for()
    fill(page, {"Code": "000000"})
    press(page, "Continue")
    assert complaint_about(main(page).get_by_label("Code", exact=True)) == "Incorrect code."
    fill(page, {"Code": totp_code(SECRET)})
    press(page, "Continue")
    heading(page, "Turn off the authenticator app?")
    press(page, "Turn off")
    page.get_by_text("Turned off.").wait_for()
    assert not Authenticator.objects.exists()
    assert mailoutbox[-1].to == [with_app.email]
    log_out(page)
    page.goto(LOGIN)
    log_in_here(page, with_app)
    page.locator(".user-menu").wait_for()


def test_cancel_returns_to_the_login(page, with_app):
    password_step(page, with_app)
    press(page, "Cancel")
    heading(page, "Log in")
    assert not is_in(page)
