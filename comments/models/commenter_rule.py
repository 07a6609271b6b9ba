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
    """How moderators treat one account, address or network, whatever the site's policy says."""

    class Of(models.TextChoices):
        ACCOUNT = "account", _("Account")
        ADDRESS = "address", _("E-mail address")
        NETWORK = "network", _("Network")

    class Verdict(models.TextChoices):
        TRUSTED = "trusted", _("Publish at once")
        HELD = "held", _("Hold every comment")
        BANNED = "banned", _("Take no comment")

    of = models.CharField(_("what"), max_length=8, choices=Of)
    value = models.CharField(
        _("which"),
        max_length=254,
        help_text=_("An account by number, an address, or a network: 192.0.2.0/24."),
    )
    verdict = models.CharField(_("how"), max_length=8, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=300, help_text=_("For the moderators. A banned person sees it."))
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: for good."))
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[CommenterRuleManager[CommenterRule]] = CommenterRuleManager()

    class Meta:
        db_table = "comments_standing"
        verbose_name = _("standing of a person")
        verbose_name_plural = _("standings of people")
        constraints = [models.UniqueConstraint(fields=["of", "value"], name="one_standing_each")]

    def __str__(self) -> str:
        return f"{self.value}: {self.get_verdict_display()}"
