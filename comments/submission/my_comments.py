"""Comments as their authors see them: what became of them, on a status page with a signed URL and in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.core import signing
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from comments.commenters.viewer import Viewer
from comments.models import Comment, CommentSettings, Decision
from comments.notifications.confirmation import wants_no_mail
from comments.notifications.recipients import verified_email
from comments.submission.edit import may_change

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class LastDecision(TypedDict):
        last_via: str | None
        last_why: str | None

    CommentRow = WithAnnotations[Comment, LastDecision]

# Decisions made by moderators. The reasons of other decisions come from rules or readers and are for moderators only.
BY_HAND = (Decision.Via.QUEUE, Decision.Via.MAIL)
STATUS_SIGNER = signing.Signer(salt="comments.status")


def status_path(comment: Comment) -> str:
    """The path of the comment's status page. Whoever has it wrote the comment or got it from its author."""
    return reverse("comments:status", args=[STATUS_SIGNER.sign(str(comment.pk))])


def comment_id_from(token: str) -> int:
    """The id of the comment in a token of ``status_path``; 0 if the signature is wrong."""
    try:
        return int(STATUS_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return 0


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it. ``reason`` is what the moderator wrote, if anything."""

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


def comments_by(account: User) -> QuerySet[CommentRow]:
    """The comments of a member with their articles and last decisions, newest first. One query."""
    last = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk")
    own = Comment.objects.filter(author=account).select_related("post").defer("post__body", "html")
    rows = own.annotate(last_via=Subquery(last.values("via")[:1]), last_why=Subquery(last.values("why")[:1]))
    return cast("QuerySet[CommentRow]", rows.order_by("-created_at", "-pk"))


def own_comments(comments: Iterable[CommentRow], account: User, now: datetime) -> list[OwnComment]:
    """One query, three if any comment is pending and its author asked for an e-mail."""
    viewer, rules, rows = Viewer(account), CommentSettings.current(), list(comments)
    asked = any(comment.wants_mail and comment.status == Comment.Status.HELD for comment in rows)
    email = verified_email(account) if asked else ""
    may_get_mail = bool(email) and not wants_no_mail(email)
    return [
        OwnComment(
            comment,
            can_change=may_change(comment, viewer, now, rules),
            was_deleted=comment.last_via == Decision.Via.WRITER,
            reason=(comment.last_why or "") if comment.last_via in BY_HAND else "",
            gets_mail=comment.wants_mail and may_get_mail,
        )
        for comment in rows
    ]
