"""What writers do with their own comments for a while: change the words, or take them out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blog.cache.versions import invalidate
from blog.rendering import FINGERPRINT
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.trust import bypasses_moderation
from comments.commenters.viewer import Viewer
from comments.errors import CommentRejected
from comments.models import Comment, CommentSettings, Decision
from comments.moderation.akismet import ask_akismet
from comments.moderation.approval import log_decision, screen
from comments.moderation.decide import decide
from comments.notifications import tasks
from comments.spam.reasons import Reason, describe_reasons
from comments.spam.rules import LEAST_SECONDS
from comments.spam.training import forget
from comments.submission.submit import render_comment

CHANGEABLE = (Comment.Status.APPROVED, Comment.Status.HELD)


class EditedMeanwhile(CommentRejected):
    message = _("This comment was changed elsewhere while you were writing. Nothing is lost: both texts are below.")


class TooLateToChange(CommentRejected):
    message = _("The time to change this comment is over.")


class TakenOut(TooLateToChange):
    message = _("The moderators decided not to publish it.")


class DeletedBefore(TooLateToChange):
    """By a second click, or in another window."""

    message = _("You deleted it. Nobody can read it any more.")


def changeable_since(now: datetime, rules: CommentSettings) -> datetime:
    return now - timedelta(minutes=rules.edit_minutes)


def check_changeable(comment: Comment, now: datetime, rules: CommentSettings) -> None:
    """Raises a TooLateToChange that says why. One query for a comment that is taken out."""
    if comment.status not in CHANGEABLE:
        last = Decision.objects.filter(comment=comment).order_by("-pk").first()
        raise DeletedBefore if last and last.via == Decision.Via.WRITER else TakenOut
    if comment.created_at <= changeable_since(now, rules):
        raise TooLateToChange


def edit_comment(comment: Comment, text: str, version: int, network: str, now: datetime) -> Comment:
    """Give a comment of the caller's own other words. What was public goes through the policy once more.

    A comment that waits goes on waiting. The words that are stored already change nothing: it was a second click.
    Raises a CommentRejected; EditedMeanwhile when ``version`` is not the text that is stored.
    """
    text, html = text.strip(), render_comment(text.strip())
    rules = CommentSettings.current()
    with transaction.atomic():
        check_changeable(comment, now, rules)
        stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if text == stored.body:
            return stored
        if (stored.text_version, stored.status) != (version, comment.status):
            raise EditedMeanwhile
        writer = CommentAuthor(comment.author, comment.name, comment.email, frozenset({comment.pk}))
        trusted = bypasses_moderation(comment.author, comment.post)
        waits = not trusted and must_wait(comment, writer, text, html, network, now)
        if waits:
            move_back(comment)
        else:
            forget(comment)
            log_decision(comment, Decision.Via.EDIT, by=comment.author, at=now, before=comment.status)
        changed = Comment.objects.filter(pk=comment.pk, text_version=version).update(
            body=text,
            html=html,
            render_fingerprint=FINGERPRINT,
            reasons=comment.reasons,
            score=comment.score,
            spam_chance=comment.spam_chance,
            edited_at=now,
            text_version=version + 1,
        )
        if not changed:
            raise EditedMeanwhile  # where a database locks no row, the second edit finds out here
        invalidate("comments", f"comments:{comment.post_id}")
        if waits or comment.status == Comment.Status.HELD:
            tasks.tell_moderators.enqueue(comment.pk)
        if rules.akismet_key and not trusted:
            ask_akismet.enqueue(comment.pk)
    return comment


def must_wait(comment: Comment, writer: CommentAuthor, text: str, html: str, network: str, now: datetime) -> bool:
    """Whether a public comment has to be approved again. Sets reasons and points of the new text."""
    draft = Comment.objects.select_related("post", "author").get(pk=comment.pk)
    draft.body, draft.html = text, html
    # Nobody but the writer reaches the form, so it carries no time stamp.
    screen(draft, writer, SubmissionContext(network=network, seconds=LEAST_SECONDS), now)
    waits = comment.status == Comment.Status.APPROVED and draft.status == Comment.Status.HELD
    if waits:
        # Whoever had a comment approved is no new person, and this one is no first comment.
        for_new_people = {"all-wait", "first-waits"}
        reasons = [reason for reason in draft.reasons if Reason.of(reason).rule not in for_new_people]
        draft.reasons = [Reason("edited").stored(), *reasons]
    comment.reasons, comment.score, comment.spam_chance = draft.reasons, draft.score, draft.spam_chance
    return waits


def move_back(comment: Comment) -> None:
    """Before the text changes, so that what was learned from the old words is taken back."""
    why = "; ".join(describe_reasons(comment.reasons))
    decide(
        Comment.objects.filter(pk=comment.pk), Comment.Status.HELD, by=comment.author, via=Decision.Via.EDIT, why=why
    )


def delete_comment(comment: Comment, now: datetime) -> None:
    """Its place stays when it is answered. Raises TooLateToChange."""
    check_changeable(comment, now, CommentSettings.current())
    own = Comment.objects.filter(pk=comment.pk, status__in=CHANGEABLE)
    decide(own, Comment.Status.REMOVED, by=comment.author, via=Decision.Via.WRITER)


def may_change(comment: Comment, reader: Viewer, now: datetime, rules: CommentSettings) -> bool:
    recent = comment.created_at > changeable_since(now, rules)
    return recent and comment.status in CHANGEABLE and reader.owns(comment)
