"""Changing the password or the address ends other sessions and notifies the user."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import expect

from tests.browser.steps import (
    complaint_about,
    fill,
    follow,
    heading,
    is_in,
    link_in,
    log_in_here,
    main,
    press,
    prove,
)
from tests.factories import PASSWORD

NEW = "seven yellow tractors"


def change(page, old, new):
    for label, words in {"Current password": old, "New password": new, "New password (again)": new}.items():
        main(page).get_by_label(label, exact=True).fill(words)
    press(page, "Change password")


def test_a_new_password_logs_out_the_other_browser(signed_in_page, scripts, bob, mailoutbox):
    here, elsewhere = signed_in_page(bob, scripts=scripts), signed_in_page(bob, scripts=scripts)
    assert is_in(elsewhere)
    assert is_in(here)
    follow(here, "Change password")
    change(here, "wrong", NEW)
    assert complaint_about(main(here).get_by_label("Current password", exact=True))
    change(here, PASSWORD, NEW)
    here.get_by_role("status").wait_for()
    assert is_in(here)
    assert not is_in(elsewhere)
    assert [message.to for message in mailoutbox] == [[bob.email]], "the owner is told"
    log_in_here(elsewhere, bob, NEW)
    elsewhere.locator(".user-menu").wait_for()


@pytest.mark.parametrize("has_app", [False, True], ids=["password alone", "second factor"])
def test_a_new_address_is_confirmed_and_both_addresses_are_notified(signed_in_page, scripts, bob, mailoutbox, has_app):
    if has_app:
        TOTP.activate(bob, "JBSWY3DPEHPK3PXP")
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/")
    follow(page, "Change e-mail address")
    fill(page, {"New e-mail address": "robert@nowhere"})
    press(page, "Change address")
    assert complaint_about(main(page).get_by_label("New e-mail address"))
    fill(page, {"New e-mail address": "robert@example.org"})
    press(page, "Change address")
    prove(page)
    page.get_by_text("replaces it as soon as").wait_for()
    [asked] = mailoutbox
    assert asked.to == ["robert@example.org"]
    assert EmailAddress.objects.get(primary=True).email == bob.email, "nothing changes before the link is opened"
    page.goto(link_in(asked))
    press(page, "Yes, confirm")
    page.get_by_role("status").wait_for()
    bob.refresh_from_db()
    assert bob.email == "robert@example.org"
    assert {address for message in mailoutbox[1:] for address in message.to} >= {"bob@example.org"}
    page.goto("/accounts/email/")
    expect(page.get_by_text("robert@example.org").first).to_be_visible()


def test_a_pending_address_can_be_confirmed_again_or_withdrawn(signed_in_page, scripts, bob, mailoutbox):
    page = signed_in_page(bob, scripts=scripts, fresh=True)
    page.goto("/accounts/email/")
    fill(page, {"New e-mail address": "robert@example.org"})
    press(page, "Change address")
    press(page, "Send the e-mail again")
    page.get_by_text("replaces it as soon as").wait_for()
    press(page, "Keep the old address")
    page.get_by_text("replaces it as soon as").wait_for(state="detached")
    assert EmailAddress.objects.get().email == bob.email
    page.goto(link_in(mailoutbox[0]))
    heading(page, "no longer valid")
