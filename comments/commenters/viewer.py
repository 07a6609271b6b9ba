from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from blog.cache.http import has_private_cookies
from comments.commenters.guest_cookies import own_comment_ids, reader_key
from comments.models import Comment


@dataclass(frozen=True)
class Viewer:
    """Whoever looks at a thread. Viewers without an account and own comments are anonymous: they see the public page.

    ``own_ids`` are comments that this browser sent. Likes are stored under ``key``.
    """

    account: User | None = None
    own_ids: frozenset[int] = frozenset()
    key: str = ""

    def is_anonymous(self) -> bool:
        return self.account is None and not self.own_ids

    def owns(self, comment: Comment) -> bool:
        """Whether they may edit and delete it. A comment that an account has claimed belongs to the account only."""
        if comment.author_id is None:
            return comment.pk in self.own_ids
        return self.account is not None and comment.author_id == self.account.pk


ANONYMOUS = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """Doesn't read the session without private cookies, so that the page can be cached."""
    if not has_private_cookies(request):
        return ANONYMOUS
    user = request.user
    account = user if isinstance(user, User) else None
    return Viewer(account, frozenset(own_comment_ids(request)), reader_key(request))


def member(request: HttpRequest) -> User:
    """The account of a view that requires login."""
    return get_object_or_404(User, pk=request.user.pk)
