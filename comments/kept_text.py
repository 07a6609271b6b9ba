"""Half-written words on their way through the login page, for readers without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from blog.models import Post

KEY = "kept_comment"
KEPT_SECONDS = 3600
LONGEST = 20_000  # more than a comment may have, so that nothing is cut before the form says so


@dataclass(frozen=True)
class KeptText:
    body: str = ""
    parent: int = 0


NOTHING = KeptText()


def keep_text(request: HttpRequest, post: Post, text: KeptText) -> None:
    """In the session: what a form holds is more than a cookie can."""
    request.session[KEY] = {
        "post": post.pk,
        "body": text.body[:LONGEST],
        "parent": text.parent,
        "at": timezone.now().timestamp(),
    }
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)


def kept_text(request: HttpRequest, post: Post) -> KeptText:
    """No query for who has no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOTHING
    kept = request.session.get(KEY)
    if not kept or kept["post"] != post.pk or timezone.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return NOTHING
    return KeptText(kept["body"], kept["parent"])


def forget_text(request: HttpRequest) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.pop(KEY, None)
