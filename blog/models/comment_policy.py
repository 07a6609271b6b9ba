from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentPolicy(models.TextChoices):
    """Which comments wait for approval, of the whole site or of one article."""

    HOLD_ALL = "all", _("Hold every comment")
    HOLD_FIRST = "first", _("Hold the first comment of an unproven person")
    HOLD_SUSPICIOUS = "suspicious", _("Publish at once, hold what looks suspicious")
    PUBLISH = "publish", _("Publish everything at once")
