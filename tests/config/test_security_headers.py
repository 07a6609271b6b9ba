import pytest
from django.test import Client

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
def test_every_answer_carries_them(path, headers, status):
    answer = Client(raise_request_exception=False).get(path, headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "camera=()" in answer.headers["Permissions-Policy"]
    if path != "/page/" or status != 200:
        assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_refused_post_carries_them_too():
    answer = Client(enforce_csrf_checks=True).post("/form/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_private_pages_are_packed_with_room_to_hide_their_length(client):
    from config.middleware.compression import TextGZipMiddleware

    assert TextGZipMiddleware.max_random_bytes == 100


def test_the_length_is_named_and_a_304_names_none(client):
    answer = client.get("/page/")
    assert answer.headers["Content-Length"] == str(len(answer.content))
    again = client.get("/page/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers.get("Content-Length") in {None, "0"}
