"""Chromium against a live server. Without Chromium these tests are skipped, said aloud; under CI they fail."""

import os
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client

from accounts.roles import grant
from tests.factories import PASSWORD, make_post, make_user

HERE = Path(__file__).parent
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests
# The headless shell starts in a fraction of the time of the whole browser.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = "Chromium is not installed; skipping the browser tests (Debian: apt install chromium-headless-shell)"

# What Chromium says of itself when the next page comes before the last view transition ends.
IN_A_HURRY = "Transition was aborted"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def scripts(request):
    return request.param == "with JavaScript"


@pytest.fixture
def quick_hands(monkeypatch):
    """Tests type faster than people: no form takes them for bots."""
    monkeypatch.setattr("accounts.abuse.signup_protection.MIN_SECONDS", -1)
    monkeypatch.setattr("comments.spam.rules.MIN_SECONDS", -1)


@pytest.fixture
def slow_hands(make_page, monkeypatch):
    """The shortest time for a form is measured again. Returns how long to wait before it is sent, in milliseconds."""
    monkeypatch.setattr("accounts.abuse.signup_protection.MIN_SECONDS", 1)
    monkeypatch.setattr("comments.spam.rules.MIN_SECONDS", 1)
    return 1_100


@pytest.fixture
def make_page(chromium, transactional_db, live_server, settings, quick_hands):
    """A new visitor: ``make_page()`` has a cookie jar of its own. What the page says goes wrong is a failure.

    They prefer reduced motion: Chromium draws a page that fades into the next many times, which takes a second of
    processor time in eight.
    """
    settings.SITE_URL = live_server.url
    if not Group.objects.exists():
        grant(apps.get_model)  # on PostgreSQL, the tests before emptied the tables, the groups with them
    caches["default"].clear()
    contexts, faults = [], []

    def make(scripts=True, **options):
        options.setdefault("reduced_motion", "reduce")
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: None if IN_A_HURRY in str(error) else faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        page.on("request", lambda request: faults.append(request.url) if is_foreign(request, live_server) else None)
        return page

    make.faults = faults
    yield make
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message):
    """Refused by the policy, or an error of a script; a 404 that the test asked for is none."""
    return message.type == "error" and "Failed to load resource" not in message.text


def is_foreign(request, live_server):
    """Loaded from elsewhere. Where social login is on, the browser itself goes to the provider."""
    if settings.SOCIAL_LOGIN and request.is_navigation_request():
        return False
    return not request.url.startswith((live_server.url, "data:", "about:", "blob:"))


@pytest.fixture
def page(make_page, scripts):
    """A visitor, once with JavaScript and once without: every promise holds for both."""
    return make_page(scripts)


@pytest.fixture
def log_in():
    """With the form, which takes three pages; ``signed_in_page`` is faster."""

    def log_in(page, user, password=PASSWORD):
        page.goto("/accounts/login/")
        form = page.locator("main form")
        form.get_by_label("E-mail").fill(user.email)
        form.get_by_label("Password", exact=True).fill(password)
        form.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda address: "/accounts/login/" not in address)

    return log_in


@pytest.fixture
def signed_in_page(make_page, live_server):
    """Signed in without the form: a session made here and carried over as its cookie.

    ``fresh``: the password was just typed, so that nothing asks for it once more.
    """

    def signed_in_page(user, *, fresh=False, **options):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if fresh:
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        page = make_page(**options)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return signed_in_page


@pytest.fixture
def open_editor(signed_in_page):
    """The form of an article in the admin, with its toolbar."""

    def open_editor(**options):
        editor = make_user("root@example.org", display_name="Ruth", is_staff=True, is_superuser=True)
        page = signed_in_page(editor, **options)
        page.goto(f"/admin/blog/post/{make_post('The Kettle', author=editor, body='Water boils.').pk}/change/")
        if options.get("scripts", True):
            page.locator("textarea[data-typing][data-pastes]").wait_for()
            page.locator(".toolbar").wait_for()
        return page

    return open_editor


@pytest.fixture
def editor(transactional_db):
    """Writes in the admin, and may do everything there."""
    return make_user("root@example.org", display_name="Ruth", is_staff=True, is_superuser=True)


@pytest.fixture
def bob(transactional_db):
    return make_user("bob@example.org", display_name="Bob Reader")


@pytest.fixture
def article(transactional_db):
    return make_post("The Kettle", body="Water boils.")
