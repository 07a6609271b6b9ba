"""Closing the blog for a while: as long as DATA_DIR/maintenance exists, readers get its text with status 503."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

MAX_MESSAGE_LENGTH = 2_000
RETRY_AFTER = 300  # seconds
# How staff get in, and what watches the site.
ALWAYS_OPEN = (
    "/admin/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/healthz",
    "/media/",
)


def flag_file() -> Path:
    return Path(settings.DATA_DIR) / "maintenance"


def read_message() -> str | None:
    """What readers are told, None while the blog is open. One look at the disk."""
    try:
        with flag_file().open(encoding="utf-8", errors="replace") as file:
            return file.read(MAX_MESSAGE_LENGTH).strip()
    except FileNotFoundError:
        return None
    except OSError:
        return ""  # the switch is there and cannot be read


class MaintenanceModeMiddleware:
    """Stands before the page cache, so that no stored page is served meanwhile and this one is never stored.

    Readers cost no query: what is being mended may be the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        text = read_message()
        if text is None or request.path.startswith(ALWAYS_OPEN) or is_staff(request):
            return self.get_response(request)
        page = render_to_string("503.html", {"message": text})
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody of the staff is signed in. Two queries, none without a session's cookie."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        return bool(getattr(get_user(request), "is_staff", False))
    except DatabaseError:
        return False
