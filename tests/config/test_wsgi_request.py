"""Requests that Django's own request class cannot represent get a page with all headers, too."""

import pytest
from django.test import RequestFactory

from tests.wsgi import respond

pytestmark = pytest.mark.django_db

THOUSAND = "&".join(f"p{number}=x" for number in range(1_100))


def response_to(path, content_type, method="GET"):
    environ = RequestFactory().generic(method, path).environ | {"CONTENT_TYPE": content_type}
    return respond(environ)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/search/?q=%41", "x/y; charset=idna"),
        ("/search/?q=%41", "x/y; charset=punycode"),
        ("/search/?q=%41", "x/y; charset=undefined"),
        ("/search/?q=%41", "x/y; charset=hex"),
        ("/search/?q=%41", "x/y; charset*=none-such'en'x"),
        ("/search/?q=%41", "x/y; " + "a" * 20_000),
        (f"/search/?{THOUSAND}", "x/y; charset=utf-8"),
        (f"/?{THOUSAND}", "x/y; charset=utf-8"),
        (f"/?{THOUSAND}", ""),
    ],
)
def test_a_malformed_request_gets_a_page(method, path, content_type):
    status, headers, page = response_to(path, content_type, method)
    assert status == 400
    assert "This request could not be read" in page
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/plain; charset=UTF-8", "text/plain; charset=utf8"])
def test_utf_8_is_accepted(content_type):
    assert response_to("/search/?q=caf%C3%A9", content_type)[0] == 200
