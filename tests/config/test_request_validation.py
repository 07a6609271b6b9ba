"""Malformed requests get a page with an explanation, never a 500."""

import logging

import pytest
from django.test import Client

from tests.factories import make_post

pytestmark = pytest.mark.django_db

FORMS = {
    "/articles/the-title/comments/": ["name", "email", "body"],
    "/accounts/login/": ["login", "password"],
    "/accounts/signup/": ["email", "display_name", "password1"],
    "/accounts/password/reset/": ["email"],
}
ODD_VALUES = [
    "\0",
    "a\0b",
    "x" * 200_000,
    "\ud800",
    "'",
    '"',
    "%",
    "<script>",
    "\u202e",
    "[" * 4_000,
    " ",
    "\r\n",
    "😀" * 300,
]


@pytest.fixture(autouse=True)
def _article(db):
    make_post("The Title")


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("value", ODD_VALUES, ids=[repr(value)[:12] for value in ODD_VALUES])
@pytest.mark.parametrize("path", FORMS)
def test_malformed_fields_get_a_page(visitor, path, value):
    body = "&".join(f"{field}={quoted(value)}" for field in FORMS[path])
    response = visitor.post(path, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code < 500
    assert b"<h1" in response.content or response.status_code in {302, 303}


def quoted(value):
    from urllib.parse import quote

    return quote(value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "none-such", "utf-7"])
def test_other_charsets_are_rejected(visitor, path, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert visitor.generic("POST", path, b"body=caf%E9", content_type=kind).status_code == 400


@pytest.mark.parametrize("path", FORMS)
def test_1500_fields_are_rejected(visitor, path):
    body = "&".join(f"field{number}=x" for number in range(1_500))
    assert visitor.post(path, body, content_type="application/x-www-form-urlencoded").status_code == 400


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\xfd", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"no parts", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff', "multipart/form-data; boundary=x"),
        (b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"<a/>", "text/xml"),
        (b"x", ""),
    ],
)
def test_malformed_bodies_get_a_page(visitor, path, body, kind):
    assert visitor.generic("POST", path, body, content_type=kind).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/?page=%00",
        "/?page=" + "9" * 5_000,
        "/search/?q=%00",
        "/search/?q=%22",
        "/search/?q=%ED%A0%80",
        "/search/?q=" + "x" * 9_000,
        "/search/?q=a&page=%FF",
        "/articles/%00/",
        "/articles/%FF/",
        "/articles/" + "a" * 5_000 + "/",
        "/articles/the-title/?comments=-1",
        "/articles/the-title/?comments=%00",
        "/articles/the-title/?comments=99999999999999999999",
        "/articles/the-title/?reply=99999999999999999999999",
        "/articles/the-title/?reply=x",
        "/comments/99999999999999999999999/",
        "/tags/'/",
        "/authors/%22/",
        "/archive/0/",
        "/archive/99999999999999999999/1/",
        "/media/../../etc/passwd",
        "/media/%2e%2e/%2e%2e/secret_key",
        "/static/../config/settings.py",
        "/accounts/confirm-email/x/",
        "/accounts/password/reset/key/x-y/",
        "/accounts/login/?next=%00",
        "/accounts/login/?next=javascript:alert(1)",
        "/sitemap-none.xml",
        "/sitemap-articles.xml?p=x",
        "/sitemap-articles.xml?p=9",
        "//evil.example/",
        "/\\evil.example/",
    ],
)
def test_malformed_urls_get_a_page(visitor, path):
    response = visitor.generic("GET", path)
    assert response.status_code < 500
    assert "evil.example" not in response.headers.get("Location", "")


@pytest.mark.parametrize("path", ["/media/..%2F..", "/media/%2e%2e/%2e%2e/secret_key", "/media/images/../../../x"])
def test_images_outside_of_the_folder_are_not_found_and_log_no_error(visitor, path, caplog):
    """A visitor could fill the error log with them."""
    assert visitor.generic("GET", path).status_code == 404
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    "cookie", ["sessionid=%00", "sessionid=" + "x" * 4_000, "colophon_comments=x:y:z", "messages=x", "csrftoken='"]
)
def test_malformed_cookies_get_a_page(visitor, cookie):
    for path in ("/", "/articles/the-title/", "/accounts/login/"):
        assert visitor.get(path, headers={"Cookie": cookie}).status_code == 200


@pytest.mark.parametrize(
    "address", ["evil.example", "testserver.evil.example", "testserver@evil.example", "[::1", "", "a" * 300]
)
def test_unknown_hosts_are_rejected(visitor, address):
    assert visitor.get("/", headers={"Host": address}).status_code == 400


@pytest.mark.parametrize("address", ["127.0.0.1, <script>", "x" * 1_000, "::1", "256.1.1.1", "1.2.3.4:99999"])
def test_malformed_forwarded_addresses_are_harmless(visitor, settings, address):
    settings.TRUSTED_PROXY_COUNT = 1
    data = {"name": "A", "email": "a@example.org", "body": "Hello."}
    response = visitor.post("/articles/the-title/comments/", data, headers={"X-Forwarded-For": address})
    assert response.status_code < 500


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"])
@pytest.mark.parametrize("path", ["/", "/articles/the-title/", "/articles/the-title/comments/", "/search/"])
def test_unknown_methods_get_a_page(visitor, path, method):
    assert visitor.generic(method, path).status_code < 500
