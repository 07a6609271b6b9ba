"""The one way a comment enters: bounded, rendered, scored, held or approved, stored, and told to the moderators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from blog.models import CommentPolicy, Post, Site
from blog.rendering import COMMENT, FINGERPRINT, Unrenderable, render
from comments import tasks
from comments.limits import check_limits
from comments.models import Comment
from comments.models.comment import MAX_DEPTH, count_comments
from comments.refusals import NothingToShow, ParentGone, TextUnacceptable, ThreadClosed
from comments.spam.rules import Facts, broken_by

# A second click, a reload of the answer, a browser that tries again: the same comment within this time.
SAME_SUBMISSION = timedelta(minutes=10)
SUBMISSIONS = UUID("6f9b2f0e-5a77-4c0e-9a53-2f7b8a1c4d10")
# Whoever sends the same words again after this time may mean it.
REPEATED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Writer:
    """Who writes: an account, or a guest by name and e-mail address."""

    account: User | None = None
    guest_name: str = ""
    guest_email: str = ""

    @property
    def name(self) -> str:
        return self.account.display_name if self.account else self.guest_name

    @property
    def email(self) -> str:
        return "" if self.account else self.guest_email

    def is_trusted_on(self, post: Post) -> bool:
        """Whether comments need no approval. Up to three queries for members."""
        account = self.account
        if account is None or not account.is_active:
            return False
        return account.has_perm("comments.moderate_comment") or post.authorships.filter(author=account).exists()


@dataclass(frozen=True)
class Context:
    """How a comment came. ``seconds`` since the form was shown, None when nobody can tell."""

    network: str
    seconds: float | None = None
    honeypot: str = ""
    submission_id: UUID | None = None
    now: datetime | None = None
    parent: Comment | None = None


def submit_comment(post: Post, writer: Writer, text: str, context: Context) -> Comment:
    """Store what a reader wrote about ``post``, or return what the same submission stored before.

    Everything happens in one transaction. Raises a CommentRefused, whose text tells the writer what to do.
    """
    now = context.now or timezone.now()
    text = text.strip()
    html = rendered(text)
    ids = [context.submission_id] if context.submission_id else submission_ids(post, writer, text, context, now)
    trusted = writer.is_trusted_on(post)
    with transaction.atomic():
        if stored := stored_before(post, writer, ids):
            return stored
        if not (post.comments_open and post.is_readable(now)):
            raise ThreadClosed
        check_parent(post, context.parent)
        if not trusted:
            check_limits(writer.account.pk if writer.account else None, context.network, now)
        comment = Comment(
            post=post,
            author=writer.account,
            name=writer.name,
            email=writer.email,
            body=text,
            html=html,
            render_fingerprint=FINGERPRINT,
            network=context.network,
            submission_id=ids[0],
            created_at=now,
        )
        place(comment, context.parent)
        decide(comment, context, trusted, now)
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            # The same submission was quicker on another connection.
            if stored := stored_before(post, writer, ids):
                return stored
            raise
        if comment.status == Comment.Status.APPROVED:
            count_comments(post.pk)
        else:
            tasks.tell_moderators.enqueue(comment.pk)
    return comment


def rendered(text: str) -> str:
    try:
        html = render(text, COMMENT)
    except Unrenderable as error:
        raise TextUnacceptable(str(error)) from error
    if not any(character.isprintable() and not character.isspace() for character in strip_tags(html)):
        raise NothingToShow
    return html


def submission_ids(post: Post, writer: Writer, text: str, context: Context, now: datetime) -> list[UUID]:
    """The id that a form without JavaScript cannot bring: made of what was sent, by whom, and when.

    Time is cut into pieces of SAME_SUBMISSION; the piece before counts as well, for a double click across the cut.
    """
    sender = f"account {writer.account.pk}" if writer.account else f"{context.network} {writer.name} {writer.email}"
    parent = context.parent.pk if context.parent else ""
    piece = int(now.timestamp() // SAME_SUBMISSION.total_seconds())
    return [uuid5(SUBMISSIONS, f"{post.pk}\n{sender}\n{parent}\n{time}\n{text}") for time in (piece, piece - 1)]


def stored_before(post: Post, writer: Writer, ids: list[UUID]) -> Comment | None:
    """What the same writer already sent under one of the ids. One query."""
    return Comment.objects.filter(submission_id__in=ids, post=post, author=writer.account, name=writer.name).first()


def check_parent(post: Post, parent: Comment | None) -> None:
    """Only what everybody sees can be answered. One query for a reply."""
    if parent and not Comment.objects.approved().filter(post=post, pk=parent.pk).exists():
        raise ParentGone


def place(comment: Comment, parent: Comment | None) -> None:
    """Replies deeper than MAX_DEPTH stay at that depth and keep whom they answer."""
    if parent:
        comment.parent, comment.root_id = parent, parent.root_id or parent.pk
        comment.depth = min(parent.depth + 1, MAX_DEPTH)


def decide(comment: Comment, context: Context, trusted: bool, now: datetime) -> None:
    """Approve or hold by trust, suspicion and the site's policy, in this order."""
    if trusted:
        comment.status, comment.decided_at = Comment.Status.APPROVED, now
        return
    rules = broken_by(
        Facts(comment.body, comment.html, context.seconds, context.honeypot, was_sent_before(comment, now))
    )
    comment.reasons = [rule.key for rule in rules]
    comment.score = sum(rule.points for rule in rules)
    policy = comment.post.comment_policy or Site.current().comment_policy
    if not rules and policy in {CommentPolicy.HOLD_SUSPICIOUS, CommentPolicy.PUBLISH}:
        comment.status = Comment.Status.APPROVED


def was_sent_before(comment: Comment, now: datetime) -> bool:
    theirs = Q(network=comment.network)
    if comment.author:
        theirs |= Q(author=comment.author)
    return Comment.objects.filter(theirs, body=comment.body, created_at__gt=now - REPEATED_WITHIN).exists()
