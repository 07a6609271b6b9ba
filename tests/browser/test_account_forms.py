"""Using the forms of an account: the focus, and passwords that can be shown."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_schemes
from tests.browser.steps import complaint_about, fill, main, press, prove
from tests.factories import PASSWORD

pytestmark = pytest.mark.usefixtures("transactional_db")
TOPS = "places => places.map(place => Math.round(place.getBoundingClientRect().top))"
NEWCOMER = {"Display name": "Nora", "E-mail address": "nora@example.org", "Password": "seven yellow tractors"}


@pytest.mark.parametrize(
    ("wrong", "first", "words"),
    [
        ({"Display name": "¡!"}, "Display name", "at least one letter or number"),
        ({"E-mail address": "nora@nowhere", "Password": "short"}, "E-mail address", "valid e-mail address"),
        ({"Password": "short"}, "Password", "at least 8 characters"),
    ],
)
def test_the_first_invalid_field_has_the_focus(page, wrong, first, words):
    page.goto("/accounts/signup/")
    fill(page, NEWCOMER | wrong)
    press(page, "Create account")
    assert words in complaint_about(main(page).get_by_label(first, exact=True))


def test_an_error_of_the_whole_form_has_the_focus(page, monkeypatch):
    monkeypatch.setattr("accounts.abuse.signup_protection.MIN_SECONDS", 60)
    page.goto("/accounts/signup/")
    fill(page, NEWCOMER)
    press(page, "Create account")
    said = main(page).get_by_text("That looked like a bot.")
    said.wait_for()
    page.wait_for_function("document.activeElement.matches('.field-error')")
    assert main(page).get_by_label("E-mail address").input_value() == "nora@example.org"


def test_a_wrong_password_does_not_reauthenticate_and_the_right_one_continues(signed_in_page, scripts, bob):
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/data/delete/")
    prove(page, "wrong")
    assert complaint_about(main(page).get_by_label("Password", exact=True))
    prove(page, PASSWORD)
    page.wait_for_url("**/accounts/data/delete/")


def test_a_password_is_shown_and_hidden_again(make_page):
    page = make_page()
    page.goto("/accounts/signup/")
    field = main(page).get_by_label("Password", exact=True)
    field.fill("a sober violet engine")
    press(page, "Show the password")
    assert field.get_attribute("type") == "text"
    assert violations_in_both_schemes(page) == []
    press(page, "Hide the password")
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize("address", ["login/", "password/change/", "reauthenticate/"])
def test_every_password_can_be_shown_with_javascript_and_typed_without(
    signed_in_page, make_page, scripts, bob, address
):
    page = make_page(scripts) if address == "login/" else signed_in_page(bob, scripts=scripts)
    page.goto(f"/accounts/{address}")
    fields = main(page).locator("input[type=password]").count()
    assert fields >= 1
    expect(main(page).get_by_role("button", name="Show the password")).to_have_count(fields if scripts else 0)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_scripts_cause_no_layout_shift(make_page, address):
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
