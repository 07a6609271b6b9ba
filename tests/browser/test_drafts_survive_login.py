"""A stranger begins a comment, finds the way in, however long it is, and sends the comment: no word is lost."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import expect

from comments.models import Comment
from tests.accounts.logging_in import totp_code
from tests.browser.steps import (
    add_passkey,
    code_in,
    fill,
    follow,
    give_key,
    heading,
    link_in,
    log_in_here,
    log_out,
    main,
    press,
)
from tests.factories import PASSWORD

pytestmark = pytest.mark.usefixtures("article")
TYPED = "I keep **every** box,\n\nand I never know why."
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "seven yellow tractors"


def text(page):
    return page.locator("#comment-form").get_by_role("textbox", name="Comment")


def begin(page):
    page.goto("/articles/the-kettle/")
    text(page).fill(TYPED)
    press(page, "Log in and keep my text")
    heading(page, "Log in")


def finish(page, name, email):
    """Back at the article, with the text; the comment is sent and stands there."""
    page.wait_for_url("**/articles/the-kettle/#comment-form")
    assert text(page).input_value() == TYPED
    expect(page.get_by_text(f"You are commenting as {name}.")).to_be_visible()
    press(page, "Send comment")
    page.wait_for_url(re.compile(r"/articles/the-kettle/#comment-\d+$"))
    page.get_by_text("and I never know why.").wait_for()
    comment = Comment.objects.get()
    assert (comment.body, comment.author.email) == (TYPED, email)
    page.goto("/articles/the-kettle/")
    assert text(page).input_value() == "", "what is sent is not begun any more"


def register(page, mailoutbox):
    follow(page, "Create account")
    heading(page, "Create account")
    fill(page, {"Display name": "Nora Newcomer", "E-mail address": "nora@example.org", "Password": NEW})
    press(page, "Create account")
    heading(page, "Check your e-mail")
    return link_in(mailoutbox[-1])


def test_through_registration(page, mailoutbox):
    begin(page)
    page.goto(register(page, mailoutbox))
    press(page, "Yes, confirm")
    finish(page, "Nora Newcomer", "nora@example.org")


def test_through_registration_with_the_mail_read_on_the_phone(page, make_page, scripts, mailoutbox):
    phone = make_page(scripts, viewport={"width": 360, "height": 740})
    begin(page)
    phone.goto(register(page, mailoutbox))
    press(phone, "Yes, confirm")
    heading(phone, "Log in")
    follow(page, "I have opened the link: log in")
    fill(page, {"E-mail address": "nora@example.org", "Password": NEW})
    press(page, "Log in")
    finish(page, "Nora Newcomer", "nora@example.org")


def test_through_a_refused_registration(page, mailoutbox):
    begin(page)
    follow(page, "Create account")
    fill(page, {"Display name": "Nora Newcomer", "E-mail address": "nora@example.org", "Password": "short"})
    press(page, "Create account")
    main(page).locator("[aria-invalid=true]").wait_for()
    fill(page, {"Password": NEW})
    press(page, "Create account")
    heading(page, "Check your e-mail")
    page.goto(link_in(mailoutbox[-1]))
    press(page, "Yes, confirm")
    finish(page, "Nora Newcomer", "nora@example.org")


def test_through_a_forgotten_password(page, bob, mailoutbox):
    begin(page)
    follow(page, "Forgot your password?")
    fill(page, {"E-mail address": bob.email})
    press(page, "Send the link")
    page.wait_for_url("**/reset/done/")
    page.goto(link_in(mailoutbox[-1]))
    for field in main(page).locator("input[type=password]").all():
        field.fill(NEW)
    press(page, "Save the new password")
    heading(page, "Your new password was saved")
    follow(page, "Log in")
    log_in_here(page, bob, NEW)
    finish(page, "Bob Reader", bob.email)


def test_through_a_code_by_mail(page, bob, mailoutbox):
    begin(page)
    follow(page, "Log in with a code by e-mail")
    fill(page, {"E-mail address": bob.email})
    press(page, "Send the code")
    heading(page, "Enter the code")
    fill(page, {"Code from the e-mail": code_in(mailoutbox[-1])})
    press(page, "Log in")
    finish(page, "Bob Reader", bob.email)


def test_through_a_wrong_password_and_a_second_factor(page, bob):
    TOTP.activate(bob, SECRET)
    RecoveryCodes.activate(bob)
    begin(page)
    log_in_here(page, bob, "wrong")
    main(page).locator(".field-error").wait_for()
    log_in_here(page, bob, PASSWORD)
    heading(page, "Confirm that it’s you")
    fill(page, {"Code": totp_code(SECRET)})
    press(page, "Log in")
    finish(page, "Bob Reader", bob.email)


def test_through_a_passkey(signed_in_page, bob):
    page = signed_in_page(bob, fresh=True)
    give_key(page)
    add_passkey(page)
    page.goto("/articles/the-kettle/")
    log_out(page)
    begin(page)
    press(page, "Use a passkey")
    finish(page, "Bob Reader", bob.email)


def test_without_javascript_no_passkey_is_offered_and_the_password_leads_back(make_page, bob):
    page = make_page(scripts=False)
    begin(page)
    expect(main(page).get_by_role("button", name="Use a passkey")).to_be_hidden()
    log_in_here(page, bob)
    finish(page, "Bob Reader", bob.email)
