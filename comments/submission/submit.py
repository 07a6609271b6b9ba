"""Submitting a comment: render it, check it, hold or approve it, store it, and enqueue the e-mails about it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.html import strip_tags

from blog.models import Post
from blog.rendering import COMMENT, FINGERPRINT, Unrenderable, render
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.trust import bypasses_moderation
from comments.errors import (
    ArticleGone,
    CommentRejected,
    EmptyComment,
    ParentGone,
    TextUnacceptable,
    ThreadClosed,
    TooManyComments,
)
from comments.models import Comment, CommentSettings, Decision
from comments.models.comment import MAX_DEPTH
from comments.moderation.akismet import ask_akismet
from comments.moderation.approval import is_open, log_decision, screen
from comments.moderation.decide import recount
from comments.notifications import tasks
from comments.notifications.subscriptions import subscribe

logger = logging.getLogger("comments.submission")
# A double click, a reloaded response or a browser that retries: the same comment within this time.
SAME_SUBMISSION = timedelta(minutes=10)
SUBMISSIONS = UUID("6f9b2f0e-5a77-4c0e-9a53-2f7b8a1c4d10")

BURST, DAY = timedelta(minutes=10), timedelta(days=1)
# How many comments within what time. A lively discussion is a comment every two minutes.
ACCOUNT_LIMITS = ((5, BURST), (30, DAY))
# Up to 256 addresses share a network, for example in an office or a school, so it gets twice as much.
NETWORK_LIMITS = ((10, BURST), (60, DAY))


@dataclass(frozen=True)
class Submission:
    """The stored comment. ``is_repeated``: the same submission had already stored it."""

    comment: Comment
    is_repeated: bool = False


def submit_comment(post: Post, author: CommentAuthor, text: str, context: SubmissionContext) -> Submission:
    """Store a comment on ``post`` in one transaction, or return the one that the same submission stored before.

    Nothing else creates comments. Raises a CommentRejected; its text tells the author what to do. Without a database,
    raises OperationalError.
    """
    try:
        return store(post, author, text, context)
    except OperationalError as error:
        if connection.connection is None:
            raise  # It is gone. The page for outages returns the text, too, and doesn't wait for the database again.
        # The database is locked or full. Nothing was committed, so the author can safely try again.
        logger.exception("A comment couldn't be stored.")
        raise CommentRejected from error
    except IntegrityError as error:
        # The article or the parent was deleted after it was looked up; the database reports that at the commit.
        if not Post.objects.filter(pk=post.pk).exists():
            raise ArticleGone from error
        check_parent(post, context.parent)
        logger.exception("A comment couldn't be stored.")
        raise CommentRejected from error


def store(post: Post, author: CommentAuthor, text: str, context: SubmissionContext) -> Submission:
    now = context.now or timezone.now()
    text = text.strip()
    html = render_comment(text)
    ids = [context.submission_id] if context.submission_id else submission_ids(post, author, text, context, now)
    trusted = bypasses_moderation(author.account, post)
    with transaction.atomic():
        if stored := stored_before(post, author, ids):
            return Submission(stored, is_repeated=True)
        rules = CommentSettings.current()
        if not is_open(post, now, rules):
            raise ThreadClosed
        check_parent(post, context.parent)
        if not trusted:
            check_rate_limits(author.account.pk if author.account else None, context.network, now)
        comment = Comment(
            post=post,
            author=author.account,
            name=author.name,
            email=author.email,
            body=text,
            html=html,
            render_fingerprint=FINGERPRINT,
            network=context.network,
            submission_id=ids[0],
            wants_mail=context.wants_mail,
            created_at=now,
        )
        if parent := context.parent:
            # Replies deeper than MAX_DEPTH stay at that depth, but keep their parent.
            comment.parent, comment.root_id = parent, parent.root_id or parent.pk
            comment.depth = min(parent.depth + 1, MAX_DEPTH)
        if trusted:
            comment.status, comment.decided_at = Comment.Status.APPROVED, now
        else:
            screen(comment, author, context, now, rules)
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            # The same submission was stored first by another connection.
            if stored := stored_before(post, author, ids):
                return Submission(stored, is_repeated=True)
            raise
        log_decision(comment, Decision.Via.RULES, by=author.account if trusted else None, at=now)
        subscribe(comment, author, follow=context.follow, replies=context.wants_mail)
        if comment.status == Comment.Status.APPROVED:
            recount(post.pk)
            tasks.comment_approved.enqueue(comment.pk)
        else:
            tasks.notify_moderators.enqueue(comment.pk)
        if rules.akismet_key and not trusted:
            ask_akismet.enqueue(comment.pk)
    return Submission(comment)


def render_comment(text: str) -> str:
    """The HTML of a comment's text. Raises TextUnacceptable and EmptyComment."""
    try:
        html = render(text, COMMENT)
    except Unrenderable as error:
        raise TextUnacceptable(str(error)) from error
    if not any(character.isprintable() and not character.isspace() for character in strip_tags(html)):
        raise EmptyComment
    return html


def submission_ids(
    post: Post, author: CommentAuthor, text: str, context: SubmissionContext, now: datetime
) -> list[UUID]:
    """Ids for a submission from a form without an id: derived from what was sent, by whom, and when.

    Time is divided into periods of SAME_SUBMISSION. The second id is that of the previous period, for a double click
    across the boundary.
    """
    sender = f"account {author.account.pk}" if author.account else f"{context.network} {author.name} {author.email}"
    parent = context.parent.pk if context.parent else ""
    period = int(now.timestamp() // SAME_SUBMISSION.total_seconds())
    return [uuid5(SUBMISSIONS, f"{post.pk}\n{sender}\n{parent}\n{time}\n{text}") for time in (period, period - 1)]


def stored_before(post: Post, author: CommentAuthor, ids: list[UUID]) -> Comment | None:
    """The comment already stored under one of the ids by the same author, or by a guest of the same name. One query."""
    return Comment.objects.filter(submission_id__in=ids, post=post, author=author.account, name=author.name).first()


def check_parent(post: Post, parent: Comment | None) -> None:
    """Only public comments can be replied to. One query for a reply. Raises ParentGone."""
    if parent and not Comment.objects.approved().filter(post=post, pk=parent.pk).exists():
        raise ParentGone


def check_rate_limits(account_id: int | None, network: str, now: datetime) -> None:
    """Count the stored comments of the account or, for guests, of the network. One query. Raises TooManyComments."""
    limits = NETWORK_LIMITS if account_id is None else ACCOUNT_LIMITS
    sender: dict[str, str | int] = {"network": network} if account_id is None else {"author": account_id}
    sent = list(
        Comment.objects.filter(created_at__gt=now - DAY, **sender)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: max(most for most, _within in limits)]
    )
    waits = [sent[most - 1] + within - now for most, within in limits if len(sent) >= most]
    if waits and max(waits) > timedelta():
        raise TooManyComments(max(waits))
