"""/.well-known/security.txt (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.django_db
URL = "/.well-known/security.txt"


def fields(response):
    return dict(line.split(": ", 1) for line in response.text.splitlines())


def test_security_txt_names_the_contact_of_this_site(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    response = client.get(URL)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields(response)["Contact"] == "mailto:security@example.org"
    assert fields(response)["Canonical"] == f"http://127.0.0.1:8000{URL}"


def test_security_txt_expires_within_a_year(client, settings):
    settings.SECURITY_CONTACT = "https://example.org/security"
    expires = datetime.fromisoformat(fields(client.get(URL))["Expires"])
    assert timedelta(days=100) < expires - datetime.now(UTC) < timedelta(days=365)


def test_security_txt_does_not_exist_without_a_contact(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(URL).status_code == 404
