"""Notes on an article by people who read its draft through a preview link."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import TaskContext, task
from django.urls import reverse

from blog.editorial import review_emails
from blog.models import Post, PreviewLink, PreviewNote

MAX_NOTES = 100  # for each link


class TooManyNotes(Exception):
    """The link has as many notes as it may have; nothing was stored."""


def add_note(link: PreviewLink, name: str, body: str) -> None:
    """Store a note and e-mail it to the creator of the link. A repeated one is stored once. Raises TooManyNotes."""
    with transaction.atomic():
        PreviewLink.objects.select_for_update(no_key=True).get(pk=link.pk)
        notes = PreviewNote.objects.filter(link=link)
        if notes.filter(name=name, body=body).exists():
            return
        if notes.count() >= MAX_NOTES:
            raise TooManyNotes
        note = PreviewNote.objects.create(post_id=link.post_id, link=link, name=name, body=body)
        mail_note.enqueue(note.pk)


@task(takes_context=True)
def mail_note(context: TaskContext[..., None], note_id: int) -> None:
    """Not if the note was deleted, or the creator of the link may not edit the article any more."""
    note = PreviewNote.objects.filter(pk=note_id).select_related("post", "link__created_by").first()
    if note is None or note.link is None:
        return
    user = note.link.created_by
    if Post.objects.editable_by(user).filter(pk=note.post_id).exists():
        words = {
            "name": note.name,
            "quoted": "\n".join(f"> {line}" for line in note.body.splitlines()),
            "title": note.post.title,
            "page_url": settings.SITE_URL + reverse("admin:blog_post_preview_links", args=[note.post_id]),
        }
        review_emails.send("preview_note", user, f"preview-note:{note.pk}", context.attempt, words)
