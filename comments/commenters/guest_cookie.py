"""The signed cookie with which guests, and nobody else, see their own pending comments."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from blog.cache.http import OWN_COMMENTS_COOKIE

SALT = "comments.own"
KEPT_FOR = timedelta(days=30)
MOST_KEPT = 50  # the newest; the cookie stays under 1 KB


def own_comment_ids(request: HttpRequest) -> list[int]:
    """Oldest first; none when the cookie is missing, forged or too old. No query."""
    try:
        ids = signing.loads(request.COOKIES.get(OWN_COMMENTS_COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return []
    return [pk for pk in ids if isinstance(pk, int)] if isinstance(ids, list) else []


def remember_own_comment(request: HttpRequest, response: HttpResponse, comment_id: int) -> None:
    ids = [pk for pk in own_comment_ids(request) if pk != comment_id] + [comment_id]
    response.set_cookie(
        OWN_COMMENTS_COOKIE,
        signing.dumps(ids[-MOST_KEPT:], salt=SALT),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
