"""Half-written words on their way through login, registration and mails, for readers without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.next_url import LIFETIME_SECONDS, remember_next_url
from blog.models import Post

KEY = "kept_comment"


@dataclass(frozen=True)
class SessionDraft:
    """``ticked`` are the names of the boxes below the text."""

    body: str = ""
    parent: int = 0
    ticked: tuple[str, ...] = ()

    @property
    def initial(self) -> dict[str, Any]:
        """Of the form that is shown after the detour."""
        return {"body": self.body} | dict.fromkeys(self.ticked, True)


NOTHING = SessionDraft()


def save_draft(request: HttpRequest, post: Post, text: SessionDraft, form_address: str) -> None:
    """In the session, as what a form holds is more than a cookie can; and where the form is. Limit it before."""
    remember_next_url(request, form_address)
    request.session[KEY] = {
        "post": post.pk,
        "body": text.body,
        "parent": text.parent,
        "ticked": text.ticked,
        "at": timezone.now().timestamp(),
    }


def load_draft(request: HttpRequest, post: Post) -> SessionDraft:
    """No query for who has no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOTHING
    kept = request.session.get(KEY)
    if not kept or kept["post"] != post.pk or timezone.now().timestamp() - kept["at"] > LIFETIME_SECONDS:
        return NOTHING
    return SessionDraft(kept["body"], kept["parent"], tuple(kept.get("ticked", ())))


def delete_draft(request: HttpRequest) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.pop(KEY, None)
