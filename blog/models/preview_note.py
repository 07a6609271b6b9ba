from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH, NOTE_LENGTH = 80, 2_000


class PreviewNote(models.Model):
    """What somebody wrote about a draft that they read through a preview link. Only its editors read it."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="preview_notes")
    link = models.ForeignKey("blog.PreviewLink", null=True, on_delete=models.SET_NULL, related_name="notes")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    body = models.TextField(_("note"), max_length=NOTE_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[PreviewNote]] = models.Manager()

    class Meta:
        verbose_name = _("note on a preview")
        verbose_name_plural = _("notes on previews")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
