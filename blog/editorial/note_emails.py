"""The e-mails about private notes on articles: to the authors of the article and to everyone in the thread."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from blog.editorial.review_emails import find_editor, send
from blog.models import EditorNote

QUOTED = 300


def recipients_of(note_id: int, actor_id: int) -> list[int]:
    """Keys of the users to tell about a note, a reply, or that it was resolved or reopened. Two queries."""
    note = EditorNote.objects.filter(pk=note_id).first()
    if note is None:
        return []
    thread = EditorNote.objects.filter(Q(pk=note.parent_id or note.pk) | Q(parent=note.parent_id or note.pk))
    people = User.objects.filter(Q(authorships__post=note.post_id) | Q(pk__in=thread.values("author")))
    return list(people.exclude(pk=actor_id).order_by("pk").distinct().values_list("pk", flat=True))


def mail_note(note_id: int, event: str, actor_id: int, user_id: int, name: str, attempt: int = 1) -> bool:
    """Returns whether the e-mail was sent: not to users who can't open the article. ``name`` identifies it."""
    note = EditorNote.objects.filter(pk=note_id).select_related("post", "parent").first()
    user = find_editor(user_id, note.post_id) if note else None
    if note is None or user is None:
        return False
    actor = User.objects.filter(pk=actor_id).first()
    return send("editor_note", user, f"note:{name}:{user.pk}", attempt, context_of(note, event, actor))


def context_of(note: EditorNote, event: str, actor: User | None) -> dict[str, Any]:
    root = note.parent or note
    quote = root.quote if len(root.quote) <= QUOTED else f"{root.quote[:QUOTED]}…"
    url = reverse("admin:blog_post_notes", args=[note.post_id])
    return {
        "title": note.post.title,
        "name": actor.display_name if actor else "",
        "event": "replied" if note.parent else event,
        "quote": "\n".join(f"> {line}" for line in quote.splitlines()),
        "body": note.body,
        "url": f"{settings.SITE_URL}{url}#note-{root.pk}",
    }
