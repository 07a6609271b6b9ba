"""Passkeys in Chromium's virtual authenticator; without JavaScript the pages say what is missing."""

import re

from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.steps import (
    LOGIN,
    add_passkey,
    fill,
    follow,
    give_key,
    heading,
    log_in_here,
    log_out,
    main,
    press,
    prove,
)
from tests.factories import PASSWORD

TAGS = re.compile(r":\d+/tags/$")
NEEDED = "Passkeys require JavaScript"
LIST = "/accounts/2fa/webauthn/"


def use_passkey(page):
    page.goto(f"{LOGIN}?next=/tags/")
    press(page, "Use a passkey")


def test_a_passkey_is_added_used_renamed_and_removed(signed_in_page, bob, mailoutbox):
    page = signed_in_page(bob)
    says = give_key(page)
    page.goto("/accounts/2fa/")
    follow(page, "Add a passkey")
    prove(page)
    add_passkey(page, "Laptop")
    expect(main(page).locator("code"), "recovery codes come with the first key").to_have_count(10)
    assert {message.to[0] for message in mailoutbox} == {bob.email}
    page.goto(LIST)
    expect(page.get_by_text("Works without a password")).to_be_visible()
    page.goto("/tags/")
    log_out(page)
    says(False)
    use_passkey(page)
    page.get_by_text("return a passkey").wait_for()
    says(True)
    press(page, "Use a passkey")
    page.wait_for_url(TAGS)
    page.locator(".user-menu").wait_for()

    page.goto(LIST)
    follow(page, "Rename Laptop")
    if page.get_by_role("heading", name="Confirm that it’s you").count():
        prove(page)
    fill(page, {"Name": "Work laptop"})
    press(page, "Save the name")
    follow(page, "Remove Work laptop")
    heading(page, "Remove the passkey?")
    press(page, "Remove")
    page.get_by_text("You have no passkey yet.").wait_for()
    assert not Authenticator.objects.exists()
    assert mailoutbox[-1].to == [bob.email]
    log_out(page)
    use_passkey(page)
    page.get_by_text("registered to your account. Try again.").wait_for()
    log_in_here(page, bob)
    page.wait_for_url(TAGS)


def test_a_passkey_is_a_second_factor_and_reauthenticates(signed_in_page, bob):
    page = signed_in_page(bob, fresh=True)
    give_key(page)
    add_passkey(page)
    log_out(page)
    page.goto(f"{LOGIN}?next=/tags/")
    log_in_here(page, bob)
    heading(page, "Confirm that it’s you")
    press(page, "Use a passkey")
    page.wait_for_url(TAGS)
    page.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next=/accounts/2fa/webauthn/add/")
    press(page, "Use a passkey")
    heading(page, "Add a passkey")


def test_a_rejected_passkey_is_reported_and_other_ways_to_log_in_remain(signed_in_page, bob):
    page = signed_in_page(bob, fresh=True)
    give_key(page)
    add_passkey(page)
    page.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next=/tags/")
    page.evaluate("navigator.credentials.get = async () => ({id: 'eA', rawId: 'eA', type: 'public-key'})")
    press(page, "Use a passkey")
    page.get_by_text("registered to your account. Try again.").wait_for()
    heading(page, "Confirm that it’s you")
    follow(page, "Use your password")
    prove(page)
    page.wait_for_url(TAGS)


def test_without_javascript_the_pages_say_what_is_needed(make_page, signed_in_page, bob):
    stranger = make_page(scripts=False)
    stranger.goto(LOGIN)
    expect(stranger.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page = signed_in_page(bob, fresh=True, scripts=False)
    page.goto("/accounts/2fa/")
    follow(page, "Add a passkey")
    expect(page.get_by_text(NEEDED)).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()


def test_without_javascript_passkeys_can_be_renamed_and_removed(signed_in_page, make_page, scripts, bob):
    """The owner may have lost it, or sits at a browser without scripts."""
    with_scripts = signed_in_page(bob, fresh=True)
    give_key(with_scripts)
    add_passkey(with_scripts, "Laptop")
    page = signed_in_page(bob, fresh=True, scripts=scripts)
    page.goto(LIST)
    follow(page, "Rename Laptop")
    fill(page, {"Name": "Old laptop"})
    press(page, "Save the name")
    expect(page.get_by_text("Old laptop").first).to_be_visible()
    other = make_page(scripts=False)
    other.goto(LOGIN)
    log_in_here(other, bob, PASSWORD)
    heading(other, "Confirm that it’s you")
    expect(other.get_by_role("button", name="Use a passkey")).to_be_hidden()
    expect(other.get_by_label("Code"), "a recovery code is the way in").to_be_visible()
    follow(page, "Remove Old laptop")
    press(page, "Remove")
    page.get_by_text("You have no passkey yet.").wait_for()


def test_pages_about_passkeys_say_when_the_browser_has_none(signed_in_page, bob):
    page = signed_in_page(bob, fresh=True)
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_text(NEEDED).wait_for()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
