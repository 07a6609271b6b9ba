"""Proxies that don't match the settings are logged, and there are no endless redirects."""

import logging

import pytest
from django.test import Client

from accounts.abuse import client_ip
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


class Visitor(Client):
    """A client that connects to the port of the blog directly."""

    def generic(self, *args, **kwargs):
        return super().generic(*args, SERVER_PORT="8000", **kwargs)


@pytest.fixture
def site(settings):
    """A client of https://blog.example.org with the given TRUSTED_PROXY_COUNT."""

    def behind(count):
        settings.SITE_URL, settings.ALLOWED_HOSTS = "https://blog.example.org", ["blog.example.org", "localhost"]
        settings.SITE_IS_SECURE = settings.SECURE_SSL_REDIRECT = True
        settings.TRUSTED_PROXY_COUNT = count
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if count else None
        return Visitor(headers={"Host": "blog.example.org"})

    return behind


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "198.51.100.1"},
        {},
    ],
)
def test_an_untrusted_proxy_gets_a_page_that_says_what_to_set(site, caplog, headers):
    visitor = site(0)
    for _ in range(3):
        response = visitor.get("/", headers=headers)
        assert response.status_code == 503
        assert "TRUSTED_PROXY_COUNT" in response.content.decode()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store, private"
    told = warnings(caplog)
    assert any("TRUSTED_PROXY_COUNT" in line for line in told)
    assert len(told) == len(set(told))


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "198.51.100.1"}, {}])
def test_a_proxy_that_does_not_forward_the_scheme_gets_a_page_that_says_so(site, caplog, headers):
    visitor = site(1)
    response = visitor.get("/", headers=headers)
    assert response.status_code == 503
    assert "X-Forwarded-Proto" in response.content.decode()
    assert "TRUSTED_PROXY_COUNT" not in response.content.decode()
    assert ["X-Forwarded-Proto" in line for line in warnings(caplog)] == [True]


def test_http_requests_are_redirected_to_https(site, caplog):
    response = site(1).get("/", headers={"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "http"})
    assert response.status_code == 301
    assert response.headers["Location"] == "https://blog.example.org/"
    assert warnings(caplog) == []


def test_direct_requests_are_redirected_to_https(site):
    visitor = site(1)
    assert visitor.get("/", headers={"Host": "blog.example.org:8000"}).status_code == 301
    visitor.get("/", headers={"X-Forwarded-Proto": "https"})
    assert visitor.get("/").status_code == 301


def test_pages_are_served_behind_a_configured_proxy(site, caplog):
    headers = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"}
    assert site(1).get("/", headers=headers).status_code == 200
    assert warnings(caplog) == []


def test_monitoring_needs_no_https(site):
    assert site(1).get("/healthz", headers={"Host": "localhost"}).status_code == 200


def test_without_https_an_untrusted_proxy_is_only_logged(client, caplog):
    for _ in range(2):
        assert client.get("/", headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 200
    assert ["TRUSTED_PROXY_COUNT is 0" in line for line in warnings(caplog)] == [True]


def test_users_can_log_in_with_one_proxy_less_than_configured(site, caplog, monkeypatch):
    client_ip.warn_about_proxy_count.cache_clear()
    make_user("bob@example.org")
    headers = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https", "Sec-Fetch-Site": "same-origin"}
    visitor = site(2)
    data = {"login": "bob@example.org", "password": PASSWORD}
    assert visitor.post("/accounts/login/", data, headers=headers).status_code == 302
    assert ["TRUSTED_PROXY_COUNT=2" in line for line in warnings(caplog)] == [True]
