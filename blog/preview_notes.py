"""Notes on an article by people who read its draft through a preview link."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts.email_addresses.verified import primary_verified_email
from accounts.tasks import enqueue_email
from blog.models import PreviewLink, PreviewNote

MAX_NOTES = 100  # for each link


class TooManyNotes(Exception):
    """The link has as many notes as it may have; nothing was stored."""


def add_note(request: HttpRequest, link: PreviewLink, name: str, body: str) -> None:
    """Store a note and e-mail it to the creator of the link. A repeated one is stored once. Raises TooManyNotes."""
    with transaction.atomic():
        PreviewLink.objects.select_for_update(no_key=True).get(pk=link.pk)
        notes = PreviewNote.objects.filter(link=link)
        if notes.filter(name=name, body=body).exists():
            return
        if notes.count() >= MAX_NOTES:
            raise TooManyNotes
        note = PreviewNote.objects.create(post_id=link.post_id, link=link, name=name, body=body)
        context = {
            "note": note,
            "quoted": "\n".join(f"> {line}" for line in body.splitlines()),
            "title": link.post.title,
            "page_url": settings.SITE_URL + reverse("admin:blog_post_preview_links", args=[link.post_id]),
        }
        email = primary_verified_email(link.created_by)
        enqueue_email("blog/email/preview_note", email, context, request)
