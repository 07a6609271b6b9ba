"""The temporary installation with the demo blog, used without a server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client


@dataclass(frozen=True)
class Page:
    """``group`` sorts the pages; bench/nu.py has special rules for the groups of the style guide and the admin."""

    group: str
    name: str
    html: str


@contextmanager
def installed(language: str) -> Iterator[None]:
    """A migrated, empty installation: the pages of an empty blog come first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment
    from django.utils import translation

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    settings.LANGUAGE_CODE = language
    settings.ROOT_URLCONF = "tests.browser.urls"  # with the style guide
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with translation.override(language):
        yield


class UnexpectedResponse(Exception):
    """The response isn't the page that the list names."""


def text_of(response: Any, status: int = 200) -> str:
    """The page. Raises UnexpectedResponse for other statuses, so that no error page is taken for the page."""
    if response.status_code != status:
        asked = response.request["PATH_INFO"]
        raise UnexpectedResponse(
            f"{asked} has status {response.status_code}, not {status}: {response.headers.get('location')}"
        )
    return str(response.content.decode())


def walk(group: str, client: "Client", addresses: dict[str, str]) -> Iterator[Page]:
    for name, address in addresses.items():
        yield Page(group, name, text_of(client.get(address)))


def signed_in(email: str, password: str) -> "Client":
    """A client that has logged in and reauthenticated, for pages that require it."""
    from django.test import Client

    client = Client(headers={"user-agent": FIREFOX})
    client.post("/accounts/login/", {"login": email, "password": password})
    client.post("/accounts/reauthenticate/", {"password": password})
    text_of(client.get("/accounts/"))
    return client


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
