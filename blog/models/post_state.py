from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The status of an article as readers see it: a public article can be scheduled or expired."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    UNLISTED = "unlisted", _("Unlisted")
    EXPIRED = "expired", _("Expired")
    ARCHIVED = "archived", _("Archived")
