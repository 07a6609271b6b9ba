"""Signed cookies that recognise guests: one lists the comments they sent, one identifies who likes and reports."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User, user_key
from blog.cache.http import OWN_COMMENTS_COOKIE, READER_COOKIE

OWN_COMMENTS_SALT, READER_SALT = "comments.own", "comments.reader"
OWN_COMMENTS_MAX_AGE, READER_MAX_AGE = timedelta(days=30), timedelta(days=365)
MAX_OWN_COMMENTS = 50  # keeps the cookie under 1 KB
GUEST_ID_BYTES = 16


def own_comment_ids(request: HttpRequest) -> list[int]:
    """The comments that were sent from this browser, oldest first. None if the cookie is missing, forged or expired."""
    try:
        cookie = request.COOKIES.get(OWN_COMMENTS_COOKIE, "")
        ids = signing.loads(cookie, salt=OWN_COMMENTS_SALT, max_age=OWN_COMMENTS_MAX_AGE)
    except signing.BadSignature:
        return []
    return [pk for pk in ids if isinstance(pk, int)] if isinstance(ids, list) else []


def remember_own_comment(request: HttpRequest, response: HttpResponse, comment_id: int) -> None:
    ids = [pk for pk in own_comment_ids(request) if pk != comment_id] + [comment_id]
    set_cookie(response, OWN_COMMENTS_COOKIE, ids[-MAX_OWN_COMMENTS:], OWN_COMMENTS_SALT, OWN_COMMENTS_MAX_AGE)


def reader_key(request: HttpRequest) -> str:
    """``user:5`` for members, ``guest:`` and a random id for guests with the cookie, otherwise an empty string."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return user_key(request.user.pk)
    try:
        cookie = request.COOKIES.get(READER_COOKIE, "")
        return f"guest:{signing.loads(cookie, salt=READER_SALT, max_age=READER_MAX_AGE)}"
    except signing.BadSignature:
        return ""


def new_guest_key() -> str:
    return f"guest:{secrets.token_hex(GUEST_ID_BYTES)}"


def remember_guest(response: HttpResponse, key: str) -> None:
    """Call it for a guest's first like or report: without one, they get no cookie."""
    set_cookie(response, READER_COOKIE, key.removeprefix("guest:"), READER_SALT, READER_MAX_AGE)


def set_cookie(response: HttpResponse, name: str, value: Any, salt: str, max_age: timedelta) -> None:
    response.set_cookie(
        name,
        signing.dumps(value, salt=salt),
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
