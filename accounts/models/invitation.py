from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

SIGNER = signing.Signer(salt="accounts.invitation")
VALID_DAYS = 14


def new_nonce() -> str:
    return secrets.token_urlsafe(12)


def two_weeks_ahead() -> datetime:
    return timezone.now() + timedelta(days=VALID_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> Self:
        return self.filter(used_at=None, expires_at__gt=now or timezone.now())

    def from_token(self, token: str) -> Invitation | None:
        """The valid invitation that a link contains."""
        try:
            nonce = SIGNER.unsign(token[:200])
        except signing.BadSignature:
            return None
        return self.open().filter(nonce=nonce).first()


InvitationManager = models.Manager.from_queryset(InvitationQuerySet)


class Invitation(models.Model):
    """Lets one visitor create an account while registration is closed."""

    nonce = models.CharField(max_length=32, unique=True, default=new_nonce, editable=False)
    note = models.CharField(_("recipient"), max_length=120, blank=True, help_text=_("Only shown in the admin."))
    made_by = models.ForeignKey(
        User, verbose_name=_("created by"), null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=two_weeks_ahead)
    used_by = models.ForeignKey(
        User, verbose_name=_("used by"), null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    used_at = models.DateTimeField(_("used"), null=True, editable=False)

    objects: ClassVar[InvitationManager[Invitation]] = InvitationManager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note or f"{self.made_at:%Y-%m-%d}"

    @property
    def path(self) -> str:
        return reverse("accounts:invitation", args=[SIGNER.sign(self.nonce)])

    def redeem(self, user: User | None) -> bool:
        """Whether it was still valid: of several simultaneous calls, one returns True."""
        return bool(Invitation.objects.open().filter(pk=self.pk).update(used_at=timezone.now(), used_by=user))
