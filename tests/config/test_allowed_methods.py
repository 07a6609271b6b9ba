"""Pages accept the methods that they support, and no others."""

import pytest
from django.test import Client

from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

READ_ONLY = [
    "/",
    "/articles/the-title/",
    "/tags/",
    "/archive/",
    "/search/",
    "/feed/",
    "/comments/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
]
FORMS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/admin/",
    "/admin/login/",
    "/admin/blog/post/add/",
    "/articles/the-title/comments/",
]


@pytest.fixture(autouse=True)
def comment(db):
    return make_comment(make_post("The Title"))


def methods_of(response):
    return set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", READ_ONLY)
def test_a_page_without_a_form_allows_only_safe_methods(client, path):
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"):
        response = client.generic(method, path)
        assert response.status_code == 405, method
        assert methods_of(response) == {"GET", "HEAD", "OPTIONS"}, method
    response = client.post(path)
    assert response.status_code == 405
    assert methods_of(response) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", FORMS)
def test_a_page_with_a_form_also_allows_post(client, path):
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        response = client.generic(method, path)
        assert response.status_code == 405, method
        assert methods_of(response) == {"GET", "HEAD", "POST", "OPTIONS"}, method


def test_the_url_of_a_button_allows_only_post(client, comment):
    response = client.put(f"/comments/{comment.pk}/like/")
    assert response.status_code == 405
    assert methods_of(response) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("path", ["/accounts/profile/", "/accounts/data/", "/accounts/bookmarks/"])
def test_methods_do_not_depend_on_the_user(client, bob, path):
    assert client.put(path).status_code == 405
    client.force_login(bob)
    assert client.put(path).status_code == 405


@pytest.mark.parametrize("path", READ_ONLY + FORMS)
def test_options_lists_the_allowed_methods(client, path):
    response = client.options(path)
    assert (response.status_code, response.content) == (204, b"")
    assert methods_of(response) >= {"GET", "HEAD", "OPTIONS"}
    assert ("POST" in methods_of(response)) == (path in FORMS)


def test_a_missing_page_is_404_for_every_method(client):
    assert client.put("/none/").status_code == 404


def test_a_rejected_method_has_the_security_headers():
    response = Client(enforce_csrf_checks=True).put("/")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store, private"
