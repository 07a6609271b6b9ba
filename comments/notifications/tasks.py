"""The tasks that send e-mails. Each e-mail is a task of its own, so that a failure is retried for that one only.

A task may run more than once (config/runtime/task_recovery.py). ``context.attempt`` is how often it was started;
accounts/send_once.py prevents repeated e-mails.
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
def notify_moderators(comment_id: int) -> None:
    """Enqueue an e-mail to each moderator about a comment that needs a decision, unless they get digests or none."""
    if CommentSettings.current().mails != CommentSettings.Mails.AT_ONCE:
        return
    with transaction.atomic():
        for moderator_id in moderators_with_mail().values_list("pk", flat=True):
            mail_moderator.enqueue(comment_id, moderator_id)


@task(takes_context=True)
def mail_moderator(context: TaskContext[..., None], comment_id: int, moderator_id: int) -> None:
    moderators.mail_moderator(comment_id, moderator_id, context.attempt)


@task()
def send_digests() -> None:
    """Enqueue the daily digests if there is anything new. Runs once a day (config/runtime/schedule.py)."""
    now = timezone.now()
    if CommentSettings.current().mails != CommentSettings.Mails.DIGEST or not moderators.has_new_cases(now):
        return
    today = timezone.localdate(now).isoformat()
    with transaction.atomic():
        for moderator_id in moderators_with_mail().values_list("pk", flat=True):
            mail_digest.enqueue(moderator_id, today)


@task(takes_context=True)
def mail_digest(context: TaskContext[..., None], moderator_id: int, day: str) -> None:
    moderators.mail_digest(moderator_id, date.fromisoformat(day), context.attempt)


@task(takes_context=True)
def send_confirmation(context: TaskContext[..., None], address_id: int, comment_id: int = 0) -> None:
    readers.send_confirmation(address_id, comment_id, context.attempt)


@task()
def comment_approved(comment_id: int) -> None:
    """Enqueue the e-mails to the author of the comment, the author of its parent, and followers of the article."""
    comment = readers.public_comment(comment_id)
    if comment is None or readers.was_public_before(comment):
        return
    with transaction.atomic():
        mail_author.enqueue(comment.pk)
        for recipient in recipients_of(comment):
            mail_follower.enqueue(comment.pk, recipient.subscriber.key)


@task(takes_context=True)
def mail_author(context: TaskContext[..., None], comment_id: int) -> None:
    readers.mail_author(comment_id, context.attempt)


@task(takes_context=True)
def mail_follower(context: TaskContext[..., None], comment_id: int, subscriber_key: str) -> None:
    readers.mail_follower(comment_id, subscriber_key, context.attempt)
