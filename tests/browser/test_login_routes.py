"""Confirming an address, logging in and out, resetting a password, and codes by e-mail."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches

from tests.browser.steps import (
    LOGIN,
    code_in,
    complaint_about,
    fill,
    follow,
    heading,
    is_in,
    link_in,
    log_in_here,
    log_out,
    main,
    press,
)
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.usefixtures("transactional_db")
TAGS = re.compile(r":\d+/tags/$")
NEW = "seven yellow tractors"


def ask_for_code(page, email):
    page.goto(f"{LOGIN}?next=/tags/")
    follow(page, "Log in with a code by e-mail")
    fill(page, {"E-mail address": email})
    press(page, "Send the code")
    heading(page, "Enter the code")
    return main(page).get_by_label("Code from the e-mail")


def ask_for_link(page, email):
    page.goto(LOGIN)
    follow(page, "Forgot your password?")
    fill(page, {"E-mail address": email})
    press(page, "Send the link")
    page.get_by_text("we have sent it").first.wait_for()


def choose_password(page, *typed):
    for field, words in zip(main(page).locator("input[type=password]").all(), typed, strict=True):
        field.fill(words)
    press(page, "Save the new password")


def test_the_confirmation_email_can_be_sent_again(page, mailoutbox):
    nora = make_user("nora@example.org", display_name="Nora", verified=False)
    page.goto(LOGIN)
    log_in_here(page, nora)
    heading(page, "Check your e-mail")
    press(page, "Send the e-mail again")
    page.get_by_text("Please wait three minutes").wait_for()
    assert len(mailoutbox) == 1
    caches["default"].clear()  # three minutes later
    press(page, "Send the e-mail again")
    page.get_by_text("Please wait three minutes").wait_for(state="detached")
    assert [message.to for message in mailoutbox] == [[nora.email]] * 2
    page.goto(link_in(mailoutbox[-1]))
    press(page, "Yes, confirm")
    page.locator(".user-menu").wait_for()
    assert is_in(page)
    page.goto(link_in(mailoutbox[0]))
    heading(page, "no longer valid")
    assert EmailAddress.objects.get().verified


def test_logging_out_in_the_header_stays_on_the_page(page, bob, log_in):
    log_in(page, bob)
    page.goto("/tags/")
    log_out(page)
    assert TAGS.search(page.url)
    assert not is_in(page)


def test_logging_out_has_its_own_page(signed_in_page, scripts, bob):
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/logout/")
    heading(page, "Log out?")
    press(page, "Log out")
    page.locator(".login-popover").wait_for()
    assert not is_in(page)


def test_a_wrong_password_is_reported_and_the_right_one_logs_in(page, bob):
    page.goto(f"{LOGIN}?next=/tags/")
    log_in_here(page, bob, "wrong")
    password = main(page).get_by_label("Password", exact=True)
    assert "Incorrect e-mail address or password." in complaint_about(password)
    assert password.input_value() == ""
    assert main(page).get_by_label("E-mail address").input_value() == bob.email
    log_in_here(page, bob)
    page.wait_for_url(TAGS)


def test_a_reset_link_works_once(page, make_page, scripts, bob, log_in, mailoutbox):
    elsewhere = make_page(scripts)
    log_in(elsewhere, bob)
    ask_for_link(page, bob.email)
    link = link_in(mailoutbox[-1])
    page.goto(link)
    choose_password(page, "short", "short")
    main(page).locator("[aria-invalid=true]").first.wait_for()
    choose_password(page, NEW, NEW)
    heading(page, "Your new password was saved")
    assert not is_in(elsewhere)
    assert mailoutbox[-1].to == [bob.email]
    assert "password" in mailoutbox[-1].subject.lower(), "and the owner is told"
    page.goto(link)
    heading(page, "This link is no longer valid")
    follow(page, "Request a new link")
    heading(page, "Forgot your password?")
    page.goto(LOGIN)
    log_in_here(page, bob, PASSWORD)
    main(page).locator(".field-error").wait_for()
    log_in_here(page, bob, NEW)
    page.locator(".user-menu").wait_for()


def test_a_code_by_email_logs_in(page, bob, mailoutbox):
    field = ask_for_code(page, bob.email)
    field.fill("WRONG")
    press(page, "Log in")
    assert complaint_about(field) == "Incorrect code."
    field.fill(code_in(mailoutbox[-1]))
    press(page, "Log in")
    page.wait_for_url(TAGS)


def test_an_expired_code_is_reported_and_a_new_one_keeps_the_next_url(page, bob, mailoutbox, monkeypatch):
    field = ask_for_code(page, bob.email)
    field.fill(code_in(mailoutbox[-1]))
    later = time.time() + 901
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
        press(page, "Log in")
        page.get_by_text("Your code has expired").wait_for()
    fill(page, {"E-mail address": bob.email})
    press(page, "Send the code")
    fill(page, {"Code from the e-mail": code_in(mailoutbox[-1])})
    press(page, "Log in")
    page.wait_for_url(TAGS)


def test_after_three_wrong_codes_a_new_one_keeps_the_next_url(page, bob, mailoutbox):
    field = ask_for_code(page, bob.email)
    spent = code_in(mailoutbox[-1])
    for _ in range(2):
        field.fill("WRONG1")
        press(page, "Log in")
        complaint_about(field)
    field.fill("WRONG1")
    press(page, "Log in")
    page.get_by_text("Too many wrong attempts").wait_for()
    fill(page, {"E-mail address": bob.email})
    press(page, "Send the code")
    field.fill(spent)
    press(page, "Log in")
    complaint_about(field)
    field.fill(code_in(mailoutbox[-1]))
    press(page, "Log in")
    page.wait_for_url(TAGS)


def test_log_in_another_way_returns_to_the_login(page, bob):
    ask_for_code(page, bob.email)
    press(page, "Log in another way")
    heading(page, "Log in")
    log_in_here(page, bob)
    page.wait_for_url(TAGS)
