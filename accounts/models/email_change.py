from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

SIGNER = signing.Signer(salt="accounts.email_change")
REVERSIBLE = timedelta(days=7)


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    def reversible(self, now: datetime | None = None) -> Self:
        return self.filter(changed_at__gt=(now or timezone.now()) - REVERSIBLE)

    def outdated(self, now: datetime | None = None) -> Self:
        return self.filter(changed_at__lte=(now or timezone.now()) - REVERSIBLE)

    def from_token(self, token: str) -> EmailChange | None:
        """The change that a link reverts, while that is possible."""
        try:
            pk = SIGNER.unsign(token[:200])
        except signing.BadSignature:
            return None
        return self.reversible().select_related("user").filter(pk=pk).first()


EmailChangeManager = models.Manager.from_queryset(EmailChangeQuerySet)


class EmailChange(models.Model):
    """A change of address that the owner of the old address can revert for a week.

    Reverting a change also reverts all later ones of that account. Attackers who change the address twice therefore
    can't use their own link to get the account back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes", verbose_name=_("account"))
    old_email = models.EmailField(_("old address"), max_length=254)
    new_email = models.EmailField(_("new address"), max_length=254)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects: ClassVar[EmailChangeManager[EmailChange]] = EmailChangeManager()

    class Meta:
        verbose_name = _("change of e-mail address")
        verbose_name_plural = _("changes of e-mail address")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.old_email} → {self.new_email}"

    @property
    def path(self) -> str:
        return reverse("accounts:revert_email", args=[SIGNER.sign(str(self.pk))])

    @property
    def until(self) -> datetime:
        return self.changed_at + REVERSIBLE

    def settle(self) -> None:
        """Make this change and all later ones of the account final."""
        EmailChange.objects.filter(user=self.user_id, pk__gte=self.pk).delete()
