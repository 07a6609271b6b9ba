"""Who likes and reports: an account, or a guest by the random id in a signed cookie."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User, user_key
from blog.cache.http import READER_COOKIE

SALT = "comments.reader"
KEPT_FOR = timedelta(days=365)
GUEST_BYTES = 16


def reader_key(request: HttpRequest) -> str:
    """``user:5``, or ``guest:`` and the id of the signed cookie; empty for visitors with neither."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return user_key(request.user.pk)
    try:
        return f"guest:{signing.loads(request.COOKIES.get(READER_COOKIE, ''), salt=SALT, max_age=KEPT_FOR)}"
    except signing.BadSignature:
        return ""


def new_guest() -> str:
    return f"guest:{secrets.token_hex(GUEST_BYTES)}"


def remember_guest(response: HttpResponse, key: str) -> None:
    """The cookie comes with the first like or report and never before."""
    response.set_cookie(
        READER_COOKIE,
        signing.dumps(key.removeprefix("guest:"), salt=SALT),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
