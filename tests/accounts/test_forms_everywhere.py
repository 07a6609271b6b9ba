"""Every form of an account has autocomplete attributes and labels, and its errors are linked to their fields."""

import pytest

from tests.accounts.every_page import FORMS, NO_PAGE, PAGES, come_to, names_below_accounts
from tests.html import read

pytestmark = pytest.mark.django_db
# The autocomplete attribute of each field; None where no value fits.
AUTOCOMPLETE = {
    "login": "username",
    "email": "email",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
    "display_name": "nickname",
    "links": "url",
    "homepage": "off",
    "name": "off",
    "bio": None,
    "avatar": None,
    "passwordless": None,
    "comments": None,
}


def fields_of(page):
    fields = page.landmark("main").all("input", "textarea", "select")
    return [field for field in fields if field.get("type") != "hidden" and "hidden" not in field]


def description_of(field):
    """The description of the field and of the group that it is in."""
    groups = [element for element in field.ancestors if element.tag == "fieldset"]
    return " ".join(element.description for element in [field, *groups])


@pytest.fixture
def shown(client, bob):
    """``shown(name)``: the page; with ``wrong``, the response to invalid input."""

    def shown(name, wrong=None):
        address = come_to(name, client, bob)
        answer = client.get(address) if wrong is None else client.post(address, wrong)
        assert answer.status_code == 200, f"{address} leads to {answer.get('Location')}"
        return answer

    return shown


def test_every_page_with_a_form_is_in_the_list(db):
    assert names_below_accounts() == set(PAGES) | NO_PAGE


@pytest.mark.parametrize("name", PAGES)
def test_fields_have_labels_and_autocomplete_attributes(shown, name):
    page = read(shown(name))
    fields = fields_of(page)
    assert bool(fields) == (name in FORMS), "what takes input has something wrong to be sent"
    for field in fields:
        if "readonly" not in field:
            assert field.get("autocomplete", None) == AUTOCOMPLETE[field["name"]]
        assert page.all(f'main label[for="{field["id"]}"]')
    if any(field.get("type") == "password" for field in fields):
        assert any("js/show-password.js" in script["src"] for script in page.all("script[src]"))
        assert page.all("[data-show]")


@pytest.mark.parametrize("name", FORMS)
def test_errors_are_linked_to_their_fields_and_the_first_has_the_focus(shown, name):
    answer = shown(name, PAGES[name].wrong)
    fields = fields_of(read(answer))
    context = answer.context
    form = context.get("verify_form") or context["form"]
    wrong = [field.html_name for field in form.visible_fields() if field.errors]
    assert wrong
    invalid = list(dict.fromkeys(field["name"] for field in fields if field.get("aria-invalid") == "true"))
    assert invalid == wrong
    for bound in form.visible_fields():
        described = " ".join(description_of(field) for field in fields if field.get("name") == bound.html_name)
        assert all(str(error) in described for error in bound.errors), bound.html_name
    with_cursor = [field["name"] for field in fields if "autofocus" in field]
    assert with_cursor[:1] == wrong[:1]
    assert len(set(with_cursor)) == 1


@pytest.mark.parametrize("name", PAGES)
def test_an_invalid_next_url_is_ignored(client, bob, name):
    page = come_to(name, client, bob)
    assert client.get(page, {"next": "//["}).status_code in {200, 302}
    answer = client.post(page, (PAGES[name].wrong or {}) | {"next": "//["})
    assert answer.status_code in {200, 302, 405}
    assert "//[" not in answer.get("Location", "")


@pytest.mark.parametrize(
    ("name", "sent", "first"),
    [
        ("account_signup", {"display_name": "Nora", "email": "nora@nowhere", "password1": "short"}, "email"),
        ("account_signup", {"display_name": "Nora", "email": "nora@example.org", "password1": "short"}, "password1"),
        ("account_change_password", {"oldpassword": "correct horse battery", "password1": "x"}, "password1"),
        ("accounts:profile", {"display_name": "Bob", "links": "no link"}, "links"),
    ],
)
def test_valid_fields_do_not_get_the_focus(shown, name, sent, first):
    [field] = [field for field in fields_of(read(shown(name, sent))) if "autofocus" in field]
    assert field["name"] == first


@pytest.mark.parametrize("name", ["account_change_password", "account_set_password", "account_reauthenticate"])
def test_password_managers_can_see_the_account(shown, name, bob):
    assert read(shown(name)).one("main [autocomplete=username]").value == bob.email


@pytest.mark.parametrize("name", ["mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp"])
def test_a_wrong_code_is_not_shown_again(shown, name):
    page = shown(name, {"code": "731946"}).text
    assert "aria-invalid" in page
    assert "731946" not in page


@pytest.mark.parametrize("wrong", [{"login": "bob@example.org", "password": "wrong"}, {"login": "", "password": "x"}])
def test_a_failed_login_is_an_error_of_the_password_which_has_the_focus(shown, wrong):
    [field] = [field for field in fields_of(read(shown("account_login", wrong))) if "autofocus" in field]
    assert field["aria-invalid"] == "true"
    assert field.errors


def test_an_error_of_the_whole_form_gets_the_focus(shown):
    right = {"display_name": "Nora", "email": "nora@example.org", "password1": "seven yellow tractors"}
    page = read(shown("account_signup", right | {"homepage": "https://spam.example/"}))
    [focused] = page.all("[autofocus]")
    assert {"nonfield", "field-error"} <= set(focused["class"].split())
    assert focused["tabindex"] == "-1"
    both = read(shown("account_signup", right | {"homepage": "x", "email": ""}))
    assert [field["name"] for field in both.all("[autofocus]")] == ["email"], "a wrong field comes first"
