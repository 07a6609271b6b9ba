"""Journeys of people with an account that need a real browser: passkeys, codes, sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser.axe import violations_in_both_schemes
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.browser
TAGS = re.compile(r":\d+/tags/$")
TOPS = "places => places.map(place => Math.round(place.getBoundingClientRect().top))"


@pytest.fixture
def bob(transactional_db):
    return make_user("bob@example.org", display_name="Bob")


@pytest.fixture
def with_key():
    """Gives the page's browser a key that says yes, as a finger on a sensor would."""

    def with_key(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
        return lambda answers: devtools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": answers}
        )

    return with_key


def prove(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page, name):
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        prove(page)
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")


def log_out(page):
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/")


def test_a_passkey_is_added_used_renamed_and_removed(make_page, bob, log_in, with_key):
    page = make_page()
    verify = with_key(page)
    log_in(page, bob)
    add_passkey(page, "Laptop")
    assert page.locator("code").count() == 10, "recovery codes come with the first key"
    assert violations_in_both_schemes(page) == []
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_text("Instead of the password").is_visible()
    assert violations_in_both_schemes(page) == []

    page.goto("/tags/")
    log_out(page)
    page.goto("/accounts/login/?next=/tags/")
    verify(False)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The browser gave no passkey").wait_for()
    assert violations_in_both_schemes(page) == []
    verify(True)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(TAGS)
    assert page.get_by_text("Bob", exact=True).first.is_visible()

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename").click()
    if "reauthenticate" in page.url:
        prove(page)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("link", name="Remove Work laptop").click()
    assert violations_in_both_schemes(page) == []
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("You have no passkey yet.").wait_for()
    assert not Authenticator.objects.exists()


def test_a_passkey_answers_after_the_password_and_proves_it_is_you(make_page, bob, log_in, with_key):
    page = make_page()
    with_key(page)
    log_in(page, bob)
    add_passkey(page, "Phone")
    page.goto("/")
    log_out(page)
    page.goto("/accounts/login/?next=/tags/")
    form = page.locator("main form").first
    form.get_by_label("E-mail").fill(bob.email)
    form.get_by_label("Password", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/2fa/authenticate/**")
    assert violations_in_both_schemes(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(TAGS)
    page.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next=/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Add a passkey").wait_for()


def test_without_javascript_passkeys_are_explained_and_other_ways_are_open(make_page, bob, log_in):
    page = make_page(scripts=False)
    page.goto("/accounts/login/")
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    log_in(page, bob)
    page.goto("/accounts/2fa/webauthn/add/")
    prove(page)
    assert page.get_by_text("Passkeys need JavaScript").is_visible()
    assert not page.get_by_role("button", name="Add a passkey").is_visible()


def test_a_code_by_mail_opens_the_account(page, bob, mailoutbox):
    page.goto("/accounts/login/?next=/tags/")
    page.get_by_role("link", name="Log in with a code by mail").click()
    page.locator("main form").get_by_label("E-mail").fill(bob.email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code from the mail").fill("WRONG")
    page.locator("main").get_by_role("button", name="Log in").click()
    field = page.get_by_label("Code from the mail")
    field.and_(page.locator("[aria-invalid=true]")).wait_for()
    assert field.evaluate("field => field === document.activeElement")
    field.fill(re.search(r"^[A-Z0-9-]{6,}$", mailoutbox[-1].body, re.MULTILINE)[0])
    page.locator("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(TAGS)


def test_everywhere_else_is_logged_out(make_page, scripts, bob, log_in):
    here, elsewhere = make_page(scripts), make_page(scripts)
    log_in(elsewhere, bob)
    log_in(here, bob)
    here.goto("/accounts/")
    here.get_by_role("link", name="Where you are logged in").click()
    here.get_by_role("button", name="Log out everywhere else").click()
    here.get_by_text("You are logged out everywhere else.").wait_for()
    elsewhere.goto("/accounts/")
    assert "/accounts/login/" in elsewhere.url


def test_a_password_is_shown_and_hidden_again(make_page, transactional_db):
    page = make_page()
    page.goto("/accounts/signup/")
    field = page.locator("main").get_by_label("Password", exact=True)
    field.fill("a sober violet engine")
    page.get_by_role("button", name="Show the password").click()
    assert field.get_attribute("type") == "text"
    assert violations_in_both_schemes(page) == []
    page.get_by_role("button", name="Hide the password").click()
    assert field.get_attribute("type") == "password"


def test_the_cursor_stands_in_the_first_wrong_field(page, transactional_db):
    page.goto("/accounts/signup/")
    page.locator("main").get_by_label("Display name").fill("Nora")
    page.locator("main").get_by_label("E-mail").fill("nora@nowhere")
    page.locator("main").get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    field = page.locator("main").get_by_label("E-mail")
    field.and_(page.locator("[aria-invalid=true]")).wait_for()
    assert field.evaluate("field => field === document.activeElement")


def test_private_pages_have_no_violation_and_fit_a_small_screen(make_page, bob, log_in):
    page = make_page()
    log_in(page, bob)
    page.goto("/accounts/data/delete/")
    prove(page)
    page.wait_for_url("**/delete/")
    wrong = []
    for address in ("", "bookmarks/", "sessions/", "data/", "data/delete/", "profile/", "2fa/", "2fa/webauthn/add/"):
        page.goto(f"/accounts/{address}")
        page.set_viewport_size({"width": 1280, "height": 900})
        wrong += [f"{address}: {line}" for line in violations_in_both_schemes(page)]
        page.set_viewport_size({"width": 320, "height": 600})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{address}: scrolls sideways")
    assert wrong == []


def test_an_account_is_packed_deleted_and_taken_back(page, bob, log_in, mailoutbox):
    log_in(page, bob)
    page.goto("/accounts/")
    page.get_by_role("link", name="Your data").click()
    page.get_by_role("button", name="Pack my data").click()
    prove(page)
    page.get_by_role("link", name="Download your data").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    assert download.value.suggested_filename == "Colophon.zip"
    assert "/accounts/data/export/" in mailoutbox[-1].body
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_label("Stay, without your name").check()
    page.get_by_role("button", name="Delete the account").click()
    page.get_by_role("heading", name="Farewell").wait_for()
    page.goto("/accounts/login/")
    form = page.locator("main form").first
    form.get_by_label("E-mail").fill(bob.email)
    form.get_by_label("Password", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Log in").click()
    page.get_by_text("your account is not deleted").wait_for()


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_nothing_moves_when_the_scripts_arrive(make_page, bob, address):
    before, after = make_page(), make_page()
    before.route("**/*.js", lambda route: route.abort())
    before.goto(address)
    after.goto(address)
    after.get_by_role("button", name="Show the password").first.wait_for()
    places = [
        page.locator("main form, main button[type=submit], main ul").evaluate_all(TOPS) for page in (before, after)
    ]
    assert len(places[0]) >= 2
    assert places[0] == places[1]


def test_a_browser_without_passkeys_is_told_so_where_the_page_is_about_them(make_page, bob, log_in):
    page = make_page()
    page.add_init_script("delete window.PublicKeyCredential")
    log_in(page, bob)
    page.goto("/accounts/2fa/webauthn/add/")
    prove(page)
    page.get_by_text("Passkeys need JavaScript").wait_for()
    assert not page.get_by_role("button", name="Add a passkey").is_visible()
