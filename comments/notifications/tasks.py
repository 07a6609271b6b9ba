"""A task may run more than once (see config/runtime/task_recovery.py), so each mail is a task of its own.

``context.attempt`` tells how often a task was begun;
comments/notifications/emails.py sees to it that mails do not repeat.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.tasks import TaskContext, task
from django.utils import timezone

from comments.models import CommentSettings
from comments.moderation_queue import moderators_with_mail
from comments.notifications import moderators, readers
from comments.notifications.recipients import recipients_of


@task()
def tell_moderators(comment_id: int) -> None:
    """Enqueue one mail a moderator: a mail server that fails for one of them is tried again for that one only."""
    if not moderators.wants_mails(CommentSettings.Mails.AT_ONCE):
        return
    with transaction.atomic():
        for moderator_id in moderators_with_mail().values_list("pk", flat=True):
            mail_moderator.enqueue(comment_id, moderator_id)


@task(takes_context=True)
def mail_moderator(context: TaskContext[..., None], comment_id: int, moderator_id: int) -> None:
    moderators.mail_moderator(comment_id, moderator_id, context.attempt)


@task()
def send_digests() -> None:
    """Once a day (see config/runtime/schedule.py)."""
    now = timezone.now()
    if not moderators.wants_mails(CommentSettings.Mails.DIGEST) or not moderators.has_news(now):
        return
    today = timezone.localdate(now).isoformat()
    with transaction.atomic():
        for moderator_id in moderators_with_mail().values_list("pk", flat=True):
            mail_digest.enqueue(moderator_id, today)


@task(takes_context=True)
def mail_digest(context: TaskContext[..., None], moderator_id: int, day: str) -> None:
    moderators.mail_digest(moderator_id, date.fromisoformat(day), context.attempt)


@task(takes_context=True)
def ask_for_confirmation(context: TaskContext[..., None], address_id: int, comment_id: int = 0) -> None:
    readers.ask_for_confirmation(address_id, comment_id, context.attempt)


@task()
def comment_approved(comment_id: int) -> None:
    """Enqueue the mails to the writer, to the one who is answered and to those who follow the article."""
    comment = readers.announced(comment_id)
    if comment is None or readers.was_announced_before(comment):
        return
    with transaction.atomic():
        mail_writer.enqueue(comment.pk)
        for recipient in recipients_of(comment):
            mail_follower.enqueue(comment.pk, recipient.reader.key)


@task(takes_context=True)
def mail_writer(context: TaskContext[..., None], comment_id: int) -> None:
    readers.mail_writer(comment_id, context.attempt)


@task(takes_context=True)
def mail_follower(context: TaskContext[..., None], comment_id: int, reader_key: str) -> None:
    readers.mail_follower(comment_id, reader_key, context.attempt)
