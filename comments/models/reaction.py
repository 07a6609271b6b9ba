"""Likes and reports of comments."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment

# A key such as user:5, or guest: and the random id in a signed cookie (comments/commenters/guest_cookies.py).
READER_LENGTH = 64


class Like(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likes")
    reader = models.CharField(max_length=READER_LENGTH)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="one_like_a_reader")]

    def __str__(self) -> str:
        return f"{self.reader} → {self.comment_id}"


class ReportQuerySet(models.QuerySet["Report"]):
    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)


ReportManager = models.Manager.from_queryset(ReportQuerySet)


class Report(models.Model):
    """A reader's complaint about a comment. It is resolved when a moderator decides about the comment."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Advertising")
        ABUSE = "abuse", _("Insults or threats")
        PRIVATE = "private", _("Private information")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.CharField(max_length=READER_LENGTH, editable=False)
    network = models.CharField(max_length=50, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    text = models.CharField(_("in your own words"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, editable=False)

    objects: ClassVar[ReportManager[Report]] = ReportManager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["network", "-created_at"], name="report_network"),
            models.Index(fields=["comment"], name="report_unresolved", condition=Q(resolved_at=None)),
        ]
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="one_report_a_reader")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.comment_id}"

    @property
    def description(self) -> str:
        label = str(self.Reason(self.reason).label)
        return f"{label}: {self.text}" if self.text else label
