"""A task may run more than once (see config/task_recovery.py), so each mail is a task of its own."""

from django.db import transaction
from django.tasks import task

from comments import notifications
from comments.moderation import moderators


@task()
def tell_moderators(comment_id: int) -> None:
    """Enqueue one mail a moderator: a mail server that fails for one of them is tried again for that one only."""
    with transaction.atomic():
        for moderator_id in moderators().values_list("pk", flat=True):
            mail_moderator.enqueue(comment_id, moderator_id)


@task()
def mail_moderator(comment_id: int, moderator_id: int) -> None:
    notifications.mail_moderator(comment_id, moderator_id)
