"""Maintenance mode: while the file DATA_DIR/maintenance exists, readers see its text with status 503."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

CHECK_INTERVAL = 0.1  # seconds
MAX_MESSAGE_LENGTH = 2_000
RETRY_AFTER = 300  # seconds
# The paths that staff and monitoring need.
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
    """The text for readers, or None if maintenance mode is off. Opens one file."""
    try:
        with flag_file().open(encoding="utf-8", errors="replace") as file:
            return file.read(MAX_MESSAGE_LENGTH).strip()
    except FileNotFoundError:
        return None
    except OSError:
        return ""  # the file exists but cannot be read


class Switch:
    """What a process knows of the flag file. It looks at most once in CHECK_INTERVAL, since stored pages cost less."""

    def __init__(self) -> None:
        self.is_on, self.next_look = False, 0.0

    def look(self) -> bool:
        if (now := time.monotonic()) >= self.next_look:
            self.is_on, self.next_look = flag_file().exists(), now + CHECK_INTERVAL
        return self.is_on


switch = Switch()


def is_in_maintenance() -> bool:
    """For stored pages, and up to CHECK_INTERVAL late. The command that changes the mode waits as long."""
    return switch.look()


class MaintenanceModeMiddleware:
    """The page cache serves nothing in the meantime, and this page is never cached.

    No queries for readers, since the maintenance may be of the database.
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
    """Whether a staff user is logged in. Two queries, or none without a session cookie."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        return bool(getattr(get_user(request), "is_staff", False))
    except DatabaseError:
        return False
