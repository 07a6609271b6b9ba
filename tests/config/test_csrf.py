import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]

HERE = "http://testserver"
COOKIE = "csrftoken=" + "a" * 32


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        # Current browsers.
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Cookie": "sessionid=x"}, 200),
        ({"Sec-Fetch-Site": "none", "Cookie": "sessionid=x"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://trusted.example"}, 200),
        ({"Sec-Fetch-Site": "nonsense"}, 403),
        # Older browsers, and all browsers on sites without HTTPS.
        ({"Origin": HERE, "Cookie": "sessionid=x"}, 200),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:8080"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://[broken"}, 403),
        # Programs send neither header.
        ({}, 200),
        ({"Cookie": "sessionid=x"}, 403),
        ({"Cookie": COOKIE}, 403),
        ({"Cookie": COOKIE, "X-CSRFToken": "a" * 32}, 200),
        ({"Cookie": COOKIE, "X-CSRFToken": "b" * 32}, 403),
    ],
)
def test_who_may_post(browser, settings, headers, status):
    settings.CSRF_TRUSTED_ORIGINS = ["https://trusted.example"]
    response = browser.post("/form/", {"body": "hello"}, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_put_patch_and_delete_are_rejected_from_any_site(browser, method):
    response = getattr(browser, method)("/form/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 405


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("head", 200), ("options", 204)])
def test_safe_methods_are_allowed_from_other_sites(browser, method, status):
    response = getattr(browser, method)("/page/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == status


def test_a_rejected_post_shows_the_submitted_text(browser):
    words = "A thought of <b>some</b> length & weight that took a while to write."
    data = {"name": "Bob", "body": words, "password": "x" * 90, "next": "/" + "n" * 100}
    response = browser.post("/form/", data, headers={"Sec-Fetch-Site": "cross-site"})
    text = response.content.decode()
    assert response.status_code == 403
    assert "A thought of &lt;b&gt;some&lt;/b&gt; length &amp; weight" in text
    assert "xxxx" not in text
    assert "nnnn" not in text


def test_a_rejected_post_in_an_unknown_charset_is_a_bad_request(browser):
    response = browser.post(
        "/form/",
        b"body=caf%E9",
        content_type="application/x-www-form-urlencoded; charset=latin-1",
        headers={"Cookie": COOKIE},
    )
    assert response.status_code == 400
