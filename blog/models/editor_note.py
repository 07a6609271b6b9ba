from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.authorship import Authorship

if TYPE_CHECKING:
    from accounts.models import User
    from blog.models.post import Post

BODY_LENGTH = 2_000
QUOTE_LENGTH = 10_000


class EditorNoteQuerySet(models.QuerySet["EditorNote"]):
    def threads_of(self, post: Post) -> Self:
        """Notes on an article, with their users and replies, the open ones first. Three queries."""
        replies = EditorNote.objects.select_related("author").order_by("pk")
        threads = self.filter(post=post, parent=None).select_related("author", "resolved_by")
        open_first = threads.order_by(models.F("resolved_at").desc(nulls_first=True), "position", "pk")
        return open_first.prefetch_related(models.Prefetch("replies", replies))

    def unresolved(self) -> Self:
        return self.filter(parent=None, resolved_at=None)

    def concerning(self, user: User) -> Self:
        """Open notes on the user's own articles, and those that they wrote."""
        is_own = Exists(Authorship.objects.filter(post=OuterRef("post"), author=user))
        return self.unresolved().filter(Q(author=user) | is_own)


EditorNoteManager = models.Manager.from_queryset(EditorNoteQuerySet)


class EditorNote(models.Model):
    """A private note on a paragraph of an article, or a reply to one. Only users who may edit the article see it.

    ``quote`` is the source of the paragraph when the note was written, and ``position`` its number in the text, from 0.
    ``blog.editorial.notes`` finds the paragraph in later texts.
    """

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="editor_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    quote = models.TextField(max_length=QUOTE_LENGTH, blank=True)
    position = models.PositiveIntegerField(default=0)
    body = models.TextField(_("note"), max_length=BODY_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[EditorNoteManager[EditorNote]] = EditorNoteManager()

    if TYPE_CHECKING:
        replies: Any

    class Meta:
        verbose_name = _("note for editors")
        verbose_name_plural = _("notes for editors")
        indexes = [
            models.Index(fields=["-created_at"], condition=Q(parent=None, resolved_at=None), name="open_notes"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(parent=None) | Q(resolved_at=None), name="replies_are_not_resolved"),
        ]

    def __str__(self) -> str:
        return self.body[:50]

    def resolve(self, user: User) -> bool:
        """Returns whether the note was open. One query."""
        is_open = EditorNote.objects.unresolved().filter(pk=self.pk)
        return bool(is_open.update(resolved_at=timezone.now(), resolved_by=user))

    def reopen(self) -> bool:
        """Returns whether the note was resolved. One query."""
        resolved = EditorNote.objects.filter(pk=self.pk).exclude(resolved_at=None)
        return bool(resolved.update(resolved_at=None, resolved_by=None))
