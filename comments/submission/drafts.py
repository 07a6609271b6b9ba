"""Comment drafts: unfinished text that is kept in the session during login or signup, without JavaScript."""

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
    """What was typed into the comment form. ``checked`` are the names of its checked boxes."""

    body: str = ""
    parent: int = 0
    checked: tuple[str, ...] = ()

    @property
    def initial(self) -> dict[str, Any]:
        """Initial data for the form that is shown after the login."""
        return {"body": self.body} | dict.fromkeys(self.checked, True)


NO_DRAFT = SessionDraft()


def save_draft(request: HttpRequest, post: Post, draft: SessionDraft, form_url: str) -> None:
    """Save the draft, and the form's URL as the one to continue with after the login.

    It is stored in the session because it may be too long for a cookie. Callers limit its length and the rate.
    """
    remember_next_url(request, form_url)
    request.session[KEY] = {
        "post": post.pk,
        "body": draft.body,
        "parent": draft.parent,
        "ticked": draft.checked,
        "at": timezone.now().timestamp(),
    }


def load_draft(request: HttpRequest, post: Post) -> SessionDraft:
    """The draft for this article, if it isn't too old. No query without a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NO_DRAFT
    saved = request.session.get(KEY)
    if not saved or saved["post"] != post.pk or timezone.now().timestamp() - saved["at"] > LIFETIME_SECONDS:
        return NO_DRAFT
    return SessionDraft(saved["body"], saved["parent"], tuple(saved.get("ticked", ())))


def delete_draft(request: HttpRequest) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.pop(KEY, None)
