from __future__ import annotations

from django.db import transaction
from django.tasks import TaskContext, task

from blog.editorial import note_emails, review_emails


@task()
def notify_of_review(step_id: int) -> None:
    """Enqueue an e-mail about a step of a review to each of the people whom it concerns."""
    with transaction.atomic():
        for user_id in review_emails.recipients_of(step_id):
            mail_review.enqueue(step_id, user_id)


@task(takes_context=True)
def mail_review(context: TaskContext[..., None], step_id: int, user_id: int) -> None:
    review_emails.mail_review(step_id, user_id, context.attempt)


@task()
def notify_of_note(note_id: int, event: str, actor_id: int, name: str) -> None:
    """Enqueue an e-mail about a private note to each of the people whom it concerns. ``name`` is that of the event."""
    with transaction.atomic():
        for user_id in note_emails.recipients_of(note_id, actor_id):
            mail_note.enqueue(note_id, event, actor_id, user_id, name)


@task(takes_context=True)
def mail_note(
    context: TaskContext[..., None], note_id: int, event: str, actor_id: int, user_id: int, name: str
) -> None:
    note_emails.mail_note(note_id, event, actor_id, user_id, name, context.attempt)
