"""Closed registration, and the invitation that lets one visitor sign up."""

import pytest
from playwright.sync_api import expect

from accounts.models import Invitation, User
from tests.browser.steps import fill, follow, heading, link_in, main, press


@pytest.fixture
def closed(settings):
    settings.REGISTRATION_OPEN = False


@pytest.fixture
def invitation(closed, bob):
    return Invitation.objects.create(made_by=bob, note="Nora")


def test_the_page_of_a_closed_registration_links_to_the_login(page, closed):
    page.goto("/accounts/login/")
    follow(page, "Create account")
    heading(page, "Registration is closed")
    expect(main(page).locator("input:not([type=hidden])")).to_have_count(0)
    follow(page, "Log in")
    heading(page, "Log in")


def test_an_invitation_creates_one_account(page, make_page, scripts, invitation, mailoutbox):
    page.goto(invitation.path)
    heading(page, "Create account")
    fill(page, {"Display name": "Nora", "E-mail address": "nora@example.org", "Password": "short"})
    press(page, "Create account")
    main(page).locator("[aria-invalid=true]").wait_for()
    fill(page, {"Password": "seven yellow tractors"})
    press(page, "Create account")
    heading(page, "Check your e-mail")
    page.goto(link_in(mailoutbox[-1]))
    press(page, "Yes, confirm")
    page.locator(".user-menu").wait_for()
    invitation.refresh_from_db()
    assert invitation.used_by == User.objects.get(email="nora@example.org")
    late = make_page(scripts)
    assert late.goto(invitation.path).status == 404
    heading(late, "This invitation is no longer valid")
