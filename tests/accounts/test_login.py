"""Logging in and out, and returning to the page before."""

import pytest
from django.test import Client

from tests.accounts.logging_in import is_logged_in
from tests.factories import PASSWORD, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"
BOB = {"login": "bob@example.org", "password": PASSWORD}


def test_login_returns_to_the_page_before(client, bob):
    answer = client.post(LOGIN, BOB | {"next": "/articles/a-post/?comments=2"})
    assert is_logged_in(client)
    assert answer.url == "/articles/a-post/?comments=2"


def test_login_without_a_next_url_leads_to_the_home_page(client, bob):
    assert client.post(LOGIN, BOB).url == "/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "data:text/html,x",
        " //evil.example",
    ],
)
def test_login_and_logout_never_lead_to_another_site(client, bob, elsewhere):
    assert client.post(LOGIN, BOB | {"next": elsewhere}).url == "/"
    assert client.post(LOGOUT, {"next": elsewhere}).url == "/"


def test_a_failed_login_keeps_the_address_and_the_next_url(client, bob):
    answer = client.post(LOGIN, {"login": "bob@example.org", "password": "wrong", "next": "/articles/a-post/"})
    assert answer.status_code == 200
    assert "Incorrect e-mail address or password." in answer.text
    login = read(answer).one("[name=login]")  # the only one: the popover stays out of the login page
    assert login.value == "bob@example.org"
    [form] = [element for element in login.ancestors if element.tag == "form"]
    assert form.hidden_fields["next"] == "/articles/a-post/"
    assert "wrong" not in answer.text


def test_a_wrong_password_and_an_unknown_address_get_the_same_response(client, bob):
    known = client.post(LOGIN, {"login": "bob@example.org", "password": "wrong"})
    unknown = client.post(LOGIN, {"login": "rob@example.org", "password": "wrong"})
    assert known.text.replace("bob@", "rob@") == unknown.text


def test_the_case_of_the_address_does_not_matter(client, bob):
    client.post(LOGIN, {"login": " BOB@Example.ORG ", "password": PASSWORD})
    assert is_logged_in(client)


def test_opening_the_logout_page_does_not_log_out(client, bob):
    client.force_login(bob)
    assert client.get(LOGOUT).status_code == 200
    assert is_logged_in(client)


def test_logout_is_a_post_and_returns_to_the_page_before(client, bob):
    client.force_login(bob)
    assert client.post(LOGOUT, {"next": "/tags/"}).url == "/tags/"
    assert not is_logged_in(client)


def test_another_site_can_neither_log_in_nor_out(bob):
    browser = Client(enforce_csrf_checks=True)
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert browser.post(LOGIN, BOB, headers=foreign).status_code == 403
    browser.force_login(bob)
    assert browser.post(LOGOUT, headers=foreign).status_code == 403
    assert is_logged_in(browser)


def test_the_form_works_without_cookies_and_without_a_csrf_token(bob):
    browser = Client(enforce_csrf_checks=True)
    browser.post(LOGIN, BOB, headers={"Sec-Fetch-Site": "same-origin"})
    assert is_logged_in(browser)


def test_many_wrong_passwords_block_the_address_for_a_while(client, bob):
    for _ in range(5):
        client.post(LOGIN, {"login": "bob@example.org", "password": "wrong"})
    answer = client.post(LOGIN, BOB)
    assert "Too many" in answer.text
    assert not is_logged_in(client)


def test_a_locked_account_cannot_log_in(client):
    make_user("gone@example.org", is_active=False)
    answer = client.post(LOGIN, {"login": "gone@example.org", "password": PASSWORD}, follow=True)
    assert "This account is locked" in answer.text
    assert not is_logged_in(client)


def test_logged_in_users_are_redirected(client, bob):
    client.force_login(bob)
    assert client.get(LOGIN, {"next": "/tags/"}).url == "/tags/"


def test_the_admin_login_is_the_same_page(client):
    assert client.get("/admin/login/?next=/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)


def test_the_login_page_has_a_description_and_a_canonical_url(client):
    page = read(client.get("/accounts/login/?next=/articles/a/"))
    assert page.one("link[rel=canonical]")["href"] == "http://127.0.0.1:8000/accounts/login/"
    assert page.meta("description")
