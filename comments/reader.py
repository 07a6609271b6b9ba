from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import User
from blog.public_pages import is_private
from comments.own_comments import own_comment_ids


@dataclass(frozen=True)
class Reader:
    """Who reads a thread. A stranger has neither an account nor own comments and sees what everybody sees."""

    account: User | None = None
    own_ids: frozenset[int] = frozenset()

    def is_stranger(self) -> bool:
        return self.account is None and not self.own_ids


STRANGER = Reader()


def reader_of(request: HttpRequest) -> Reader:
    """Asks no session for people without our cookies, so that their page stays the same for everybody."""
    if not is_private(request):
        return STRANGER
    user = request.user
    return Reader(user if isinstance(user, User) else None, frozenset(own_comment_ids(request)))
