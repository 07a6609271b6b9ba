"""Editing and deleting one's own comments, which is possible for a limited time."""

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
from comments.spam.rules import MIN_SECONDS
from comments.spam.training import forget
from comments.submission.submit import render_comment

EDITABLE = (Comment.Status.APPROVED, Comment.Status.HELD)


class EditConflict(CommentRejected):
    message = _("This comment was changed in another window while you were editing it. Both versions are shown below.")


class NotEditable(CommentRejected):
    message = _("This comment can no longer be edited or deleted.")


class NotPublished(NotEditable):
    message = _("The moderators didn’t publish this comment.")


class AlreadyDeleted(NotEditable):
    """By a double click, or in another window."""

    message = _("You have already deleted this comment.")


def changeable_since(now: datetime, rules: CommentSettings) -> datetime:
    return now - timedelta(minutes=rules.edit_minutes)


def check_changeable(comment: Comment, now: datetime, rules: CommentSettings) -> None:
    """Raise the NotEditable that says why the comment can't be changed. One query if it isn't public or pending."""
    if comment.status not in EDITABLE:
        last = Decision.objects.filter(comment=comment).order_by("-pk").first()
        raise AlreadyDeleted if last and last.via == Decision.Via.WRITER else NotPublished
    if comment.created_at <= changeable_since(now, rules):
        raise NotEditable


def edit_comment(comment: Comment, text: str, version: int, network: str, now: datetime) -> Comment:
    """Replace the text of a comment by its author. A public comment is screened again; a pending one stays pending.

    Nothing changes if the text is already stored, for example after a double click. Raises a CommentRejected;
    EditConflict if ``version`` isn't that of the stored text.
    """
    text, html = text.strip(), render_comment(text.strip())
    rules = CommentSettings.current()
    with transaction.atomic():
        check_changeable(comment, now, rules)
        stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if text == stored.body:
            return stored
        if (stored.text_version, stored.status) != (version, comment.status):
            raise EditConflict
        author = CommentAuthor(comment.author, comment.name, comment.email, frozenset({comment.pk}))
        trusted = bypasses_moderation(comment.author, comment.post)
        must_wait = not trusted and needs_approval_again(comment, author, text, html, network, now)
        if must_wait:
            # Decided before the text changes, so that what was learned from the old text is unlearned.
            why = "; ".join(describe_reasons(comment.reasons))
            own = Comment.objects.filter(pk=comment.pk)
            decide(own, Comment.Status.HELD, by=comment.author, via=Decision.Via.EDIT, why=why, now=now)
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
            raise EditConflict  # on databases without row locks, only this detects a simultaneous edit
        invalidate("comments", f"comments:{comment.post_id}")
        if must_wait or comment.status == Comment.Status.HELD:
            tasks.notify_moderators.enqueue(comment.pk)
        if rules.akismet_key and not trusted:
            ask_akismet.enqueue(comment.pk)
    return comment


def needs_approval_again(
    comment: Comment, author: CommentAuthor, text: str, html: str, network: str, now: datetime
) -> bool:
    """Whether a public comment must be held after this edit. Sets the reasons and spam score of the new text."""
    draft = Comment.objects.select_related("post", "author").get(pk=comment.pk)
    draft.body, draft.html = text, html
    # Only authors can open the form, so it needs no timestamp.
    screen(draft, author, SubmissionContext(network=network, seconds=MIN_SECONDS), now)
    must_wait = comment.status == Comment.Status.APPROVED and draft.status == Comment.Status.HELD
    if must_wait:
        # These reasons are for first comments, and this comment has been approved before.
        for_first_comments = {"all-wait", "first-waits"}
        reasons = [reason for reason in draft.reasons if Reason.of(reason).rule not in for_first_comments]
        draft.reasons = [Reason("edited").stored(), *reasons]
    comment.reasons, comment.score, comment.spam_chance = draft.reasons, draft.score, draft.spam_chance
    return must_wait


def delete_comment(comment: Comment, now: datetime) -> None:
    """Remove a comment by its author. If it has replies, a placeholder stays in the thread. Raises NotEditable."""
    check_changeable(comment, now, CommentSettings.current())
    own = Comment.objects.filter(pk=comment.pk, status__in=EDITABLE)
    decide(own, Comment.Status.REMOVED, by=comment.author, via=Decision.Via.WRITER, now=now)


def may_change(comment: Comment, viewer: Viewer, now: datetime, rules: CommentSettings) -> bool:
    recent = comment.created_at > changeable_since(now, rules)
    return recent and comment.status in EDITABLE and viewer.owns(comment)
