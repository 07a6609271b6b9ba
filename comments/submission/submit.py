"""The one way a comment enters: bounded, rendered, scored, held or approved, stored, and told to the moderators."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.html import strip_tags

from blog.models import Post
from blog.rendering import COMMENT, FINGERPRINT, Unrenderable, render
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.trust import bypasses_moderation
from comments.errors import ArticleGone, CommentRejected, NothingToShow, ParentGone, TextUnacceptable, ThreadClosed
from comments.models import Comment, CommentSettings
from comments.models.comment import MAX_DEPTH
from comments.moderation.approval import is_open
from comments.moderation.decide import recount
from comments.moderation.screening import log_submission, screen
from comments.moderation.tasks import ask_akismet
from comments.notifications import tasks
from comments.notifications.subscriptions import subscribe
from comments.submission.rate_limits import check_rate_limits

__all__ = ["SubmissionContext", "CommentAuthor", "submit_comment"]

logger = logging.getLogger("comments.submission")
# A second click, a reload of the answer, a browser that tries again: the same comment within this time.
SAME_SUBMISSION = timedelta(minutes=10)
SUBMISSIONS = UUID("6f9b2f0e-5a77-4c0e-9a53-2f7b8a1c4d10")


def submit_comment(post: Post, writer: CommentAuthor, text: str, context: SubmissionContext) -> Comment:
    """Store what a reader wrote about ``post``, or return what the same submission stored before.

    Everything happens in one transaction. Raises a CommentRejected, whose text tells the writer what to do.
    """
    try:
        return store(post, writer, text, context)
    except OperationalError as error:
        # A database that stays locked or goes away. What was not committed is not there, so sending again is safe.
        logger.exception("A comment was given back to its writer.")
        raise CommentRejected from error
    except IntegrityError as error:
        # Found out at the commit: what the comment hangs under was deleted since it was looked up.
        if not Post.objects.filter(pk=post.pk).exists():
            raise ArticleGone from error
        check_parent(post, context.parent)
        logger.exception("A comment was given back to its writer.")
        raise CommentRejected from error


def store(post: Post, writer: CommentAuthor, text: str, context: SubmissionContext) -> Comment:
    now = context.now or timezone.now()
    text = text.strip()
    html = render_comment(text)
    ids = [context.submission_id] if context.submission_id else submission_ids(post, writer, text, context, now)
    trusted = bypasses_moderation(writer.account, post)
    with transaction.atomic():
        if stored := stored_before(post, writer, ids):
            return stored
        rules = CommentSettings.current()
        if not is_open(post, now, rules):
            raise ThreadClosed
        check_parent(post, context.parent)
        if not trusted:
            check_rate_limits(writer.account.pk if writer.account else None, context.network, now)
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
            wants_mail=context.wants_mail,
            created_at=now,
        )
        place(comment, context.parent)
        if trusted:
            comment.status, comment.decided_at = Comment.Status.APPROVED, now
        else:
            screen(comment, writer, context, now, rules)
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            # The same submission was quicker on another connection.
            if stored := stored_before(post, writer, ids):
                return stored
            raise
        log_submission(comment, writer)
        subscribe(comment, writer, follow=context.follow, replies=context.wants_mail)
        if comment.status == Comment.Status.APPROVED:
            recount(post.pk)
            tasks.comment_approved.enqueue(comment.pk)
        else:
            tasks.tell_moderators.enqueue(comment.pk)
        if rules.akismet_key and not trusted:
            ask_akismet.enqueue(comment.pk)
    return comment


def render_comment(text: str) -> str:
    try:
        html = render(text, COMMENT)
    except Unrenderable as error:
        raise TextUnacceptable(str(error)) from error
    if not any(character.isprintable() and not character.isspace() for character in strip_tags(html)):
        raise NothingToShow
    return html


def submission_ids(
    post: Post, writer: CommentAuthor, text: str, context: SubmissionContext, now: datetime
) -> list[UUID]:
    """The id that a form without JavaScript cannot bring: made of what was sent, by whom, and when.

    Time is cut into pieces of SAME_SUBMISSION; the piece before counts as well, for a double click across the cut.
    """
    sender = f"account {writer.account.pk}" if writer.account else f"{context.network} {writer.name} {writer.email}"
    parent = context.parent.pk if context.parent else ""
    piece = int(now.timestamp() // SAME_SUBMISSION.total_seconds())
    return [uuid5(SUBMISSIONS, f"{post.pk}\n{sender}\n{parent}\n{time}\n{text}") for time in (piece, piece - 1)]


def stored_before(post: Post, writer: CommentAuthor, ids: list[UUID]) -> Comment | None:
    """What the same writer already sent under one of the ids, or anybody who typed the same. One query."""
    same = Comment.objects.filter(submission_id__in=ids, post=post, author=writer.account, name=writer.name).first()
    if same:
        same.is_repeated = True
    return same


def check_parent(post: Post, parent: Comment | None) -> None:
    """Only what everybody sees can be answered. One query for a reply."""
    if parent and not Comment.objects.approved().filter(post=post, pk=parent.pk).exists():
        raise ParentGone


def place(comment: Comment, parent: Comment | None) -> None:
    """Replies deeper than MAX_DEPTH stay at that depth and keep whom they answer."""
    if parent:
        comment.parent, comment.root_id = parent, parent.root_id or parent.pk
        comment.depth = min(parent.depth + 1, MAX_DEPTH)
