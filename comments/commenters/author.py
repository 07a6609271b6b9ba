"""Who writes a comment, and how it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from blog.models import Post
from comments.models import Comment
from comments.models.guest_email import normalize_email


@dataclass(frozen=True)
class CommentAuthor:
    """An account, or a guest by name and e-mail address. ``own_ids`` are the comments this browser wrote before."""

    account: User | None = None
    guest_name: str = ""
    guest_email: str = ""
    own_ids: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        return self.account.display_name if self.account else self.guest_name

    @property
    def email(self) -> str:
        """Small, as capitals make no difference to any comparison."""
        return "" if self.account else normalize_email(self.guest_email)

    def is_trusted_on(self, post: Post) -> bool:
        """Whether comments need no approval: those of the article's authors and of moderators, who are staff.

        Two queries for staff, and one for a post without its byline.
        """
        account = self.account
        if account is None or not account.is_active:
            return False
        if any(authorship.author_id == account.pk for authorship in post.authorships.all()):
            return True
        return account.is_staff and account.has_perm("comments.moderate_comment")


@dataclass(frozen=True)
class SubmissionContext:
    """How a comment came. ``seconds`` since the form was shown, None when nobody can tell."""

    network: str
    seconds: float | None = None
    honeypot: str = ""
    submission_id: UUID | None = None
    now: datetime | None = None
    parent: Comment | None = None
    wants_mail: bool = False
    follow: bool = False
