"""Login and account menu in the header of every page. Without JavaScript."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from accounts.models import User
from tests.factories import PASSWORD, make_post

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
    html = popover("/tags/?page=2&tag=a%26b")
    assert html.count("<details") == html.count("<summary") == html.count("<form") == 1
    assert 'action="/accounts/login/"' in html
    assert re.search(r'<input[^>]*name="login"[^>]*type="email"[^>]*autocomplete="username"', html)
    assert re.search(r'<input[^>]*name="password"[^>]*type="password"[^>]*autocomplete="current-password"', html)
    assert '<input type="hidden" name="next" value="/tags/?page=2&amp;tag=a%26b">' in html
    back = "?next=%2Ftags%2F%3Fpage%3D2%26tag%3Da%2526b"
    assert f'href="/accounts/password/reset/{back}"' in html
    assert "Forgot your password?" in html
    assert "Don’t have an account yet?" in html
    assert f'href="/accounts/signup/{back}"' in html
    assert all(name.startswith("popover-") for name in re.findall(r'\sid="([^"]+)"', html))
    assert set(re.findall(r'for="([^"]+)"', html)) == set(re.findall(r'\sid="([^"]+)"', html))


def test_the_popover_contains_no_csrf_token():
    assert "csrf" not in popover("/tags/")


def test_the_login_page_has_no_popover():
    assert popover("/accounts/login/").strip() == ""


def test_login_pages_are_not_the_next_url():
    assert 'name="next"' not in popover("/accounts/signup/")


def test_an_article_shows_the_popover_sets_no_cookie_and_is_the_next_url(client, bob):
    post = make_post("An article")
    page = client.get(f"/articles/{post.slug}/")
    assert '<details class="login-popover">' in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    form = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', page.text))
    answer = client.post("/accounts/login/", form | {"login": bob.email, "password": PASSWORD})
    assert answer.url == f"/articles/{post.slug}/"
    assert "Bob Reader" in client.get(answer.url).text


def test_logged_in_users_have_a_menu_instead(signed_in, bob):
    page = signed_in(bob).get("/tags/").text
    assert "login-popover-panel" not in page
    menu = re.search(r'<details class="user-menu">.*?</details>', page, re.DOTALL)[0]
    assert "Bob Reader" in menu
    assert 'href="/accounts/"' in menu
    assert "/admin/" not in menu
    assert re.search(r'<form method="post" action="/accounts/logout/">', menu)
    assert 'name="next" value="/tags/"' in menu


def test_staff_find_the_admin_in_the_menu():
    request = request_of("/tags/", User(display_name="Ed <b>", is_staff=True))
    menu = render_to_string("components/user_menu.html", {"user": request.user}, request)
    assert 'href="/admin/"' in menu
    assert "Ed &lt;b&gt;" in menu


def test_logging_out_on_a_private_page_does_not_return_to_it(signed_in, bob):
    page = signed_in(bob).get("/accounts/profile/").text
    assert 'name="next"' not in page
