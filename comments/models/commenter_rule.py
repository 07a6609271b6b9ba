from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class CommenterRuleQuerySet(models.QuerySet["CommenterRule"]):
    def valid(self, now: datetime | None = None) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=now or timezone.now()))


CommenterRuleManager = models.Manager.from_queryset(CommenterRuleQuerySet)


class CommenterRule(models.Model):
    """A moderator's decision to trust, hold or block an account, an address or a network, whatever the policy."""

    class Target(models.TextChoices):
        ACCOUNT = "account", _("Account")
        ADDRESS = "address", _("E-mail address")
        NETWORK = "network", _("IP range")

    class Verdict(models.TextChoices):
        TRUSTED = "trusted", _("Publish without approval")
        HELD = "held", _("Hold for approval")
        BLOCKED = "banned", _("Block")

    of = models.CharField(_("applies to"), max_length=8, choices=Target)
    value = models.CharField(
        _("commenter"),
        max_length=254,
        help_text=_("An account number, an e-mail address, or an IP range such as 192.0.2.0/24."),
    )
    verdict = models.CharField(_("action"), max_length=8, choices=Verdict)
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Shown to moderators, and to commenters who are blocked.")
    )
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Leave empty for no end date."))
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[CommenterRuleManager[CommenterRule]] = CommenterRuleManager()

    class Meta:
        db_table = "comments_standing"
        verbose_name = _("commenter rule")
        verbose_name_plural = _("commenter rules")
        constraints = [models.UniqueConstraint(fields=["of", "value"], name="one_standing_each")]

    def __str__(self) -> str:
        return f"{self.value}: {self.get_verdict_display()}"
