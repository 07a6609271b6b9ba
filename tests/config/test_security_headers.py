import pytest
from django.test import Client

from tests.page_cache import is_hit

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/page/", {}, 200),
        ("/private/", {}, 200),
        ("/none/", {}, 404),
        ("/broken/", {}, 500),
        ("/page/", {"Host": "evil.example"}, 400),
        ("/page/?q=%00", {}, 400),
        ("/static/none.css", {}, 404),
    ],
)
@pytest.mark.parametrize("is_stored", [False, True])
def test_every_response_has_the_headers(path, headers, status, is_stored):
    client = Client(raise_request_exception=False)
    if is_stored:
        client.get("/page/")
    response = client.get(path, headers=headers)
    assert is_hit(response) == (is_stored and path == "/page/" and status == 200)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "camera=()" in response.headers["Permissions-Policy"]
    if path != "/page/" or status != 200:
        assert response.headers["Cache-Control"] == "no-store, private"


def test_a_rejected_post_has_the_headers():
    response = Client(enforce_csrf_checks=True).post("/form/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED


def test_private_pages_are_compressed_with_random_padding(client):
    from config.middleware.compression import TextGZipMiddleware

    assert TextGZipMiddleware.max_random_bytes == 100


def test_responses_have_a_content_length_except_304(client):
    response = client.get("/page/")
    assert response.headers["Content-Length"] == str(len(response.content))
    again = client.get("/page/", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers.get("Content-Length") in {None, "0"}
