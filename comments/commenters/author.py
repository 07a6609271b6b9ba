"""The author of a new comment, and the circumstances of its submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from comments.models import Comment
from comments.models.guest_email import normalize_email


@dataclass(frozen=True)
class CommentAuthor:
    """A member's account, or a guest's name and e-mail address. ``own_ids`` are comments that this browser sent."""

    account: User | None = None
    guest_name: str = ""
    guest_email: str = ""
    own_ids: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        return self.account.display_name if self.account else self.guest_name

    @property
    def email(self) -> str:
        """A guest's normalized address. Empty for members."""
        return "" if self.account else normalize_email(self.guest_email)


@dataclass(frozen=True)
class SubmissionContext:
    """How a comment was submitted. ``seconds`` since the form was shown; None if unknown."""

    network: str
    seconds: float | None = None
    honeypot: str = ""
    submission_id: UUID | None = None
    now: datetime | None = None
    parent: Comment | None = None
    wants_mail: bool = False
    follow: bool = False
