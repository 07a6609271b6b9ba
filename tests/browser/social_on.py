"""Social login in a real browser, under the real policy. In a process of its own: see test_social_login.py."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.axe import violations_at_all_sizes
from tests.factories import PASSWORD, make_user
from tests.social_on.conftest import age_proofs, connected, provider, running  # noqa: F401 - fixtures

BUTTON = "Continue with The Club"
TAGS = re.compile(r":\d+/tags/$")


@pytest.fixture
def bob(transactional_db):
    return make_user("bob@example.org", display_name="Bob")


@pytest.fixture
def look(scripts):
    """axe is a script: it looks where scripts run."""

    def look(page):
        assert not scripts or violations_at_all_sizes(page) == []

    return look


def press(page, name):
    page.locator("main").get_by_role("button", name=name).click()


def test_a_new_person_comes_in_by_the_button_a_name_and_a_mail(page, look, provider, mailoutbox):  # noqa: F811
    page.goto("/accounts/signup/?next=/tags/")
    look(page)
    press(page, BUTTON)
    page.wait_for_url("**/accounts/3rdparty/signup/")
    look(page)
    name = page.locator("main").get_by_label("Display name")
    assert name.input_value() == "Nora Newcomer"
    name.fill("…")
    press(page, "Create account")
    page.get_by_text("Please use at least one letter").wait_for()
    look(page)
    name.fill("Nora")
    press(page, "Create account")
    page.get_by_text("Check your e-mail").wait_for()
    page.goto(re.search(r"http://[^/\s]+(/accounts/\S+)", mailoutbox[0].body)[1])
    page.locator("main button").first.click()
    page.wait_for_url(TAGS)
    assert get_user_model().objects.get().display_name == "Nora"
    page.goto("/accounts/password/set/")
    look(page)


def test_somebody_connects_logs_in_by_the_button_and_disconnects(page, look, provider, bob, log_in):  # noqa: F811
    log_in(page, bob)
    page.goto("/accounts/")
    page.get_by_role("link", name="Connected accounts").click()
    look(page)
    [session] = Session.objects.all()
    age_proofs(SessionStore(session.session_key))
    press(page, "Connect The Club")
    page.wait_for_url("**/reauthenticate/**")
    page.locator("main").get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Continue")
    page.get_by_text("The account is connected.").wait_for()
    look(page)

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/tags/")
    look(page)
    press(page, BUTTON)
    page.wait_for_url(TAGS)
    page.goto("/accounts/3rdparty/")
    press(page, "Disconnect")
    page.get_by_text("The account was disconnected.").wait_for()
    expect(page.get_by_text("No accounts are connected")).to_be_visible()


def test_a_login_page_at_another_address_that_redirects_at_once(page, provider, bob, connected):  # noqa: F811
    """The policy lets no form lead there: the page in between does, which needs no script."""
    connected(bob)
    elsewhere = settings.SOCIAL_LOGIN.issuer.replace("127.0.0.1", "localhost")
    provider.discovery = {"authorization_endpoint": f"{elsewhere}/authorize"}
    page.goto("/accounts/login/?next=/tags/")
    press(page, BUTTON)
    page.wait_for_url(TAGS)


def test_the_page_in_between_has_a_link_too(page, look, provider, bob, connected):  # noqa: F811
    connected(bob)
    page.route("**/authorize?**", lambda route: route.fulfill(status=204))  # the browser stays where it is
    page.goto("/accounts/login/?next=/tags/")
    press(page, BUTTON)
    link = page.locator("main").get_by_role("link", name=BUTTON)
    link.wait_for()
    page.wait_for_timeout(500)
    page.unroute("**/authorize?**")
    look(page)
    link.click()
    page.wait_for_url(TAGS)


def test_who_turns_round_and_whom_the_provider_fails_are_told_so(page, look, provider):  # noqa: F811
    for refusal, words in (("access_denied", "You cancelled logging in"), ("server_error", "That didn’t work")):
        provider.refusal = refusal
        page.goto("/accounts/login/?next=/tags/")
        press(page, BUTTON)
        page.get_by_text(words).wait_for()
        look(page)
        page.locator("main").get_by_role("link", name="Log in").click()
        page.wait_for_url("**/accounts/login/?next=%2Ftags%2F")
