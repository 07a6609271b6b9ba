"""axe on every account page, with and without errors, in light mode on a phone and in dark mode on a desktop."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Invitation
from blog.models import Bookmark
from comments.models import Comment, Subscription
from tests.accounts.every_page import FORMS, PAGES, come_to
from tests.browser.axe import FIND_OVERFLOW, violations
from tests.browser.steps import give_key, heading, main, press
from tests.factories import make_comment

SCREENS = {"light": {"width": 320, "height": 640}, "dark": {"width": 1440, "height": 900}}
FORM = "form:has([id^=id_]:not([type=hidden], [readonly]))"
EMPTY_AND_SEND = """form => {
    form.noValidate = true;
    const typed = form.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox], [readonly]), textarea');
    for (const field of typed) field.value = '';
    form.querySelector('button[type=submit]').click();
}"""
STATES = [Comment.Status.APPROVED, Comment.Status.HELD, Comment.Status.REMOVED, Comment.Status.SPAM]


@pytest.fixture
def open_page(make_page, live_server, bob):
    """``open_page(name)``: the page in a browser that has done what leads there."""

    def open_page(name):
        client = Client()
        address = come_to(name, client, bob)
        page = make_page()
        if "sessionid" in client.cookies:
            cookie = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(address)
        assert page.url.endswith(address), "nothing stood in the way"
        return page

    return open_page


def complaints(page):
    found = []
    for scheme, size in SCREENS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        lines = violations(page) + page.evaluate(FIND_OVERFLOW)
        found += [f"{page.url} at {size['width']} in {scheme}: {line}" for line in lines]
    return found


@pytest.fixture
def full(bob, article):
    """Everything that Bob's lists can show."""
    for status in STATES:
        make_comment(article, f"This one is **{status}**.", author=bob, status=status)
    for kind in ("thread", "replies"):
        Subscription.objects.create(post=article, user=bob, kind=kind)
    Bookmark.objects.create(post=article, user=bob)
    return bob


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_with_and_without_errors(open_page, name):
    page = open_page(name)
    found = complaints(page)
    if name in FORMS:
        give_key(page)(False)
        main(page).locator(FORM).evaluate(EMPTY_AND_SEND)
        main(page).locator(".field-error:visible, [role=alert]:visible").first.wait_for()
        found += complaints(page)
    assert found == []


def test_full_lists_are_accessible(signed_in_page, full):
    page = signed_in_page(full, fresh=True)
    signed_in_page(full).goto("/accounts/")
    found = []
    for address in ("accounts/comments/", "accounts/bookmarks/", "comments/subscriptions/", "accounts/sessions/"):
        page.goto(f"/{address}")
        expect(main(page).get_by_role("listitem")).not_to_have_count(0)
        found += complaints(page)
    press(page, "Log out everywhere else")
    page.get_by_role("status").wait_for()
    found += complaints(page)
    page.goto("/comments/subscriptions/")
    press(page, "Stop all e-mails about comments")
    page.get_by_text("You have stopped all e-mails about comments to").wait_for()
    assert found + complaints(page) == []


def test_pages_of_closed_registration_and_invalid_links_are_accessible(make_page, bob, settings):
    page = make_page()
    settings.REGISTRATION_OPEN = False
    found = []
    for address, words in {
        "signup/": "Registration is closed",
        "invitation/none:such/": "This invitation is no longer valid",
        "password/reset/key/1-none/": "This link is no longer valid",
        "confirm-email/none/": "This link is no longer valid",
        "login/code/confirm/": "Log in with a code by e-mail",
    }.items():
        page.goto(f"/accounts/{address}")
        heading(page, words)
        found += complaints(page)
    assert found == []


def test_pages_of_account_deletion_are_accessible(signed_in_page, bob):
    page = signed_in_page(bob, fresh=True)
    page.goto("/accounts/data/delete/")
    main(page).get_by_label("Keep them, without your name").check()
    press(page, "Delete the account")
    heading(page, "Account deletion scheduled")
    assert complaints(page) == []


def test_the_invitation_form_is_accessible(make_page, bob, settings):
    settings.REGISTRATION_OPEN = False
    page = make_page()
    page.goto(Invitation.objects.create(made_by=bob).path)
    heading(page, "Create account")
    assert complaints(page) == []
