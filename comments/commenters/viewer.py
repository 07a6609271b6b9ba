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
    """Who reads a thread. A stranger has neither an account nor own comments and sees what everybody sees.

    ``key`` is under what the likes of this reader are kept.
    """

    account: User | None = None
    own_ids: frozenset[int] = frozenset()
    key: str = ""

    def is_stranger(self) -> bool:
        return self.account is None and not self.own_ids

    def wrote(self, comment: Comment) -> bool:
        """Whether it is this reader's to change. An adopted comment is the account's alone."""
        if comment.author_id is None:
            return comment.pk in self.own_ids
        return self.account is not None and comment.author_id == self.account.pk


ANONYMOUS = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """Asks no session for people without our cookies, so that their page stays the same for everybody."""
    if not has_private_cookies(request):
        return ANONYMOUS
    user = request.user
    account = user if isinstance(user, User) else None
    return Viewer(account, frozenset(own_comment_ids(request)), reader_key(request))


def member(request: HttpRequest) -> User:
    """The signed-in person of a view behind ``login_required``."""
    return get_object_or_404(User, pk=request.user.pk)
