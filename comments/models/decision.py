from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.models.comment import Comment


class Decision(models.Model):
    """A change of a comment's status: from which to which, by whom, when and why. It is never changed."""

    class Via(models.TextChoices):
        RULES = "rules", _("automatically, on submission")
        QUEUE = "queue", _("moderation queue")
        MAIL = "mail", _("link in an e-mail")
        UNDO = "undo", _("undone")
        REPORT = "report", _("report")
        EDIT = "edit", _("edited by the author")
        WRITER = "writer", _("deleted by the author")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=12, choices=Comment.Status, blank=True)
    after = models.CharField(max_length=12, choices=Comment.Status)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    via = models.CharField(max_length=8, choices=Via)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before or '–'} → {self.after}"
