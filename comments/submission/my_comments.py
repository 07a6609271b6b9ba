"""What a member has written, and what became of it: for the member alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from comments.commenters.viewer import Viewer
from comments.models import Comment, CommentSettings, Decision
from comments.notifications.confirmation import wants_no_mail
from comments.notifications.recipients import verified_email
from comments.submission.edit import may_change

# Decisions of people. Elsewhere the reason holds what rules or other readers said, which is for moderators.
BY_HAND = (Decision.Via.QUEUE, Decision.Via.MAIL)


@dataclass(frozen=True)
class OwnComment:
    """A comment as its writer sees it. ``reason`` is what the moderator said, if anything."""

    comment: Comment
    can_change: bool
    was_deleted: bool
    reason: str
    gets_mail: bool = False

    @property
    def is_public(self) -> bool:
        return self.comment.status == Comment.Status.APPROVED and self.is_readable

    @property
    def is_readable(self) -> bool:
        """Whether the article still is: its title may have become a secret."""
        return self.comment.post.is_readable()


def comments_by(account: User) -> QuerySet[Comment]:
    """The latest first, with the article and the last decision. One query."""
    last = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk")
    return (
        Comment.objects.filter(author=account)
        .select_related("post")
        .defer("post__body", "html")
        .annotate(last_via=Subquery(last.values("via")[:1]), last_why=Subquery(last.values("why")[:1]))
        .order_by("-created_at", "-pk")
    )


def own_comments(comments: list[Comment], account: User, now: datetime) -> list[OwnComment]:
    """One query, three when any of them waits and its writer asked for mail."""
    reader, rules = Viewer(account), CommentSettings.current()
    asked = any(comment.wants_mail and comment.status == Comment.Status.HELD for comment in comments)
    email = verified_email(account) if asked else ""
    may_get_mail = bool(email) and not wants_no_mail(email)
    return [
        OwnComment(
            comment,
            can_change=may_change(comment, reader, now, rules),
            was_deleted=comment.last_via == Decision.Via.WRITER,  # type: ignore[attr-defined]
            reason=comment.last_why if comment.last_via in BY_HAND else "",  # type: ignore[attr-defined]
            gets_mail=comment.wants_mail and may_get_mail,
        )
        for comment in comments
    ]
