from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentPolicy(models.TextChoices):
    """Which comments need approval, on the whole site or on one article."""

    HOLD_ALL = "all", _("Hold every comment")
    HOLD_FIRST = "first", _("Hold first comments of new commenters")
    HOLD_SUSPICIOUS = "suspicious", _("Publish immediately, hold suspicious comments")
    PUBLISH = "publish", _("Publish all comments immediately")
