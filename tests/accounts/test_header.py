"""Login and account menu in the header of every page. Without JavaScript."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from accounts.models import User
from tests.factories import PASSWORD, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def request_of(path, user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.resolver_match = resolve(request.path)
    return request


def popover(path):
    request = request_of(path)
    return render_to_string("components/login_popover.html", {"user": request.user}, request)


def test_the_popover_works_without_javascript_and_contains_the_form():
    details = read(popover("/tags/?page=2&tag=a%26b")).one("details")
    form = details.one("form")
    assert details.one("summary").text == "Log in"
    assert (form["method"], form["action"]) == ("post", "/accounts/login/")
    email, password = form.field("E-mail address"), form.field("Password")
    assert (email["name"], email["type"], email["autocomplete"]) == ("login", "email", "username")
    assert (password["name"], password["type"], password["autocomplete"]) == (
        "password",
        "password",
        "current-password",
    )
    assert form.hidden_fields == {"next": "/tags/?page=2&tag=a%26b"}
    back = "?next=%2Ftags%2F%3Fpage%3D2%26tag%3Da%2526b"
    assert form.links() == {
        "Forgot your password?": f"/accounts/password/reset/{back}",
        "Create account": f"/accounts/signup/{back}",
    }
    assert "Don’t have an account yet?" in form.text
    ids = {element["id"] for element in details.root.all("[id]")}
    assert ids == {label["for"] for label in details.all("label")}
    assert all(name.startswith("popover-") for name in ids)


def test_the_popover_contains_no_csrf_token():
    assert "csrf" not in popover("/tags/")


def test_the_login_page_has_no_popover():
    assert popover("/accounts/login/").strip() == ""


def test_login_pages_are_not_the_next_url():
    form = read(popover("/accounts/signup/")).one("form")
    assert form.all("[name=next]") == []


def test_an_article_shows_the_popover_sets_no_cookie_and_is_the_next_url(client, bob):
    post = make_post("An article")
    page = client.get(f"/articles/{post.slug}/")
    form = read(page).landmark("banner").one("details form[action='/accounts/login/']")
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    answer = client.post(form["action"], form.hidden_fields | {"login": bob.email, "password": PASSWORD})
    assert answer.url == f"/articles/{post.slug}/"
    assert "Bob Reader" in client.get(answer.url).text


def test_logged_in_users_have_a_menu_instead(signed_in, bob):
    page = signed_in(bob).get("/tags/").text
    assert "login-popover-panel" not in page
    menu = read(page).one("details.user-menu")
    assert "Bob Reader" in menu.text
    assert "/accounts/" in menu.hrefs
    assert not any("/admin/" in address for address in menu.hrefs)
    form = menu.one("form")
    assert (form["method"], form["action"]) == ("post", "/accounts/logout/")
    assert form.hidden_fields["next"] == "/tags/"


def test_staff_find_the_admin_in_the_menu():
    request = request_of("/tags/", User(display_name="Ed <b>", is_staff=True))
    menu = read(render_to_string("components/user_menu.html", {"user": request.user}, request))
    assert "/admin/" in menu.hrefs
    assert "Ed <b>" in menu.text


def test_logging_out_on_a_private_page_does_not_return_to_it(signed_in, bob):
    page = read(signed_in(bob).get("/accounts/profile/"))
    assert page.one("form[action='/accounts/logout/']")
    assert page.all("[name=next]") == []
