from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.revision import Revision

if TYPE_CHECKING:
    from blog.models.post import Post


class ReviewStepQuerySet(models.QuerySet["ReviewStep"]):
    def latest_of(self, post: Post) -> ReviewStep | None:
        """One query."""
        return self.filter(post=post).order_by("-pk").select_related("user", "revision").first()

    def submission_of(self, post: Post) -> ReviewStep | None:
        """The latest submission or suggestion, with the revision that contains it. One query."""
        submitted = self.filter(post=post, kind__in=(ReviewStep.Kind.SUBMITTED, ReviewStep.Kind.SUGGESTED))
        return submitted.order_by("-pk").select_related("user", "revision").first()

    def answers(self) -> Self:
        """What editors answered."""
        return self.filter(kind__in=(ReviewStep.Kind.CHANGES, ReviewStep.Kind.PUBLISHED))


ReviewStepManager = models.Manager.from_queryset(ReviewStepQuerySet)


class ReviewStep(models.Model):
    """One step of the way from a draft to a published article, or to its next version: who, when, and their note."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for review")
        SUGGESTED = "suggested", _("Changes suggested")
        WITHDRAWN = "withdrawn", _("Withdrawn from review")
        CHANGES = "changes", _("Changes requested")
        PUBLISHED = "published", _("Approved and published")

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="review_steps")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="review_steps"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    revision = models.ForeignKey("blog.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ReviewStepManager[ReviewStep]] = ReviewStepManager()

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "-at"], name="review_steps_by_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def is_changed_since(self) -> bool:
        """Whether the article was saved with other content after this submission. One query."""
        later = Revision.objects.filter(post=self.post_id).stored()
        return self.revision is not None and later.filter(number__gt=self.revision.number).exists()
