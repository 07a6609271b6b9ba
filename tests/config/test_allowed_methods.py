"""Pages answer the methods they support, and no others."""

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


def methods_of(answer):
    return set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"])
@pytest.mark.parametrize("path", READ_ONLY)
def test_a_page_to_read_says_that_it_can_only_be_read(client, path, method):
    answer = client.generic(method, path)
    assert answer.status_code == 405
    assert methods_of(answer) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", READ_ONLY)
def test_a_page_to_read_takes_no_post(client, path):
    answer = client.post(path)
    assert answer.status_code == 405
    assert methods_of(answer) == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("path", FORMS)
def test_a_page_with_a_form_says_what_it_takes(client, path, method):
    answer = client.generic(method, path)
    assert answer.status_code == 405
    assert methods_of(answer) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_a_button_takes_only_its_post(client, comment):
    answer = client.put(f"/comments/{comment.pk}/like/")
    assert answer.status_code == 405
    assert methods_of(answer) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("path", ["/accounts/profile/", "/accounts/data/", "/accounts/bookmarks/"])
def test_it_does_not_matter_who_asks(client, bob, path):
    assert client.put(path).status_code == 405
    client.force_login(bob)
    assert client.put(path).status_code == 405


@pytest.mark.parametrize("path", READ_ONLY + FORMS)
def test_options_are_told(client, path):
    answer = client.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert methods_of(answer) >= {"GET", "HEAD", "OPTIONS"}
    assert ("POST" in methods_of(answer)) == (path in FORMS)


def test_a_page_that_does_not_exist_is_missing_for_every_method(client):
    assert client.put("/none/").status_code == 404


def test_a_refusal_carries_the_security_headers():
    answer = Client(enforce_csrf_checks=True).put("/")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store, private"
