"""What people do on the pages of an account: the steps that many journeys share."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import expect

from tests.factories import PASSWORD

LOGIN, OVERVIEW = "/accounts/login/", "/accounts/"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def main(page):
    return page.get_by_role("main")


def press(page, name):
    click(main(page).get_by_role("button", name=name, exact=True))


def follow(page, name):
    click(main(page).get_by_role("link", name=name, exact=True))


def click(target):
    """And wait for all of the page that it leads to: Playwright itself goes on as soon as the first bytes are there."""
    target.click()
    target.page.wait_for_load_state()


def fill(page, words):
    """``fill(page, {"E-mail address": "…"})``: by the labels, as they are read."""
    for label, value in words.items():
        main(page).get_by_label(label, exact=True).fill(value)


def heading(page, words):
    page.get_by_role("heading", level=1, name=words).wait_for()


def log_in_here(page, user, password=PASSWORD):
    """On the login page, wherever it leads to."""
    fill(page, {"E-mail address": user.email, "Password": password})
    press(page, "Log in")


def log_out(page):
    page.locator(".user-menu summary").click()
    page.locator(".user-menu").get_by_role("button", name="Log out").click()
    page.locator(".user-menu").wait_for(state="detached")


def is_in(page):
    return urlsplit(page.goto(OVERVIEW).url).path == OVERVIEW


def prove(page, password=PASSWORD):
    heading(page, "Confirm that it’s you")
    fill(page, {"Password": password})
    press(page, "Continue")


def link_in(message):
    """The one address of this site in a mail, beside that of the signature."""
    [link] = re.findall(rf"{re.escape(settings.SITE_URL)}/\S+", message.body)
    return link


def code_in(message):
    return re.search(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE)[0]


def complaint_about(field):
    """What stands beside a wrong field, found as a screen reader finds it; the cursor is in the field."""
    field.and_(field.page.locator("[aria-invalid=true]")).wait_for()
    expect(field).to_be_focused()
    names = field.get_attribute("aria-describedby").split()
    errors = [field.page.locator(f"[id='{name}'].field-error") for name in names]
    [error] = [error for error in errors if error.count()]
    return error.inner_text().strip()


def give_key(page):
    """The page's browser gets a key that says yes, as a finger on a sensor would; the answer tells it to say no."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    return lambda says_yes: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": says_yes}
    )


def add_passkey(page, name="Laptop"):
    """From a session that has just proven itself to the recovery codes, which come with the first key."""
    page.goto("/accounts/2fa/webauthn/add/")
    main(page).get_by_label("Name").fill(name)
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")


def save_and_close(page):
    """With the button in the menu of the article form."""
    page.locator(".more-menu summary").click()
    page.locator("[name=_save]").click()


def publish_changes(page):
    """With the main button of the article form, and once more in its dialog."""
    page.locator(".bar-actions .default").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.get_by_text("was changed successfully").wait_for()
