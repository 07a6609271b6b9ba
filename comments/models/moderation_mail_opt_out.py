from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ModerationMailOptOut(models.Model):
    """A moderator who gets no mail about comments that need a decision, while the others still do."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="moderation_mail_opt_out")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("moderator without mail")
        verbose_name_plural = _("moderators without mail")

    def __str__(self) -> str:
        return str(self.user)
