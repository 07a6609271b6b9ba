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

    def of_token(self, token: str) -> EmailChange | None:
        """The change that a link takes back, while it can be."""
        try:
            pk = SIGNER.unsign(token[:200])
        except signing.BadSignature:
            return None
        return self.reversible().select_related("user").filter(pk=pk).first()


EmailChangeManager = models.Manager.from_queryset(EmailChangeQuerySet)


class EmailChange(models.Model):
    """A change of address that whoever reads mail at the old address can take back for a week.

    Of several changes in that week the earliest can always be taken back, and with it go all later ones: somebody who
    takes over an account changes the address twice, and would otherwise hold a link that brings it back to them.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes", verbose_name=_("account"))
    old_email = models.EmailField(_("old address"), max_length=254)
    new_email = models.EmailField(_("new address"), max_length=254)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects: ClassVar[EmailChangeManager[EmailChange]] = EmailChangeManager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
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
        """Neither this change nor a later one of the account can be taken back any more."""
        EmailChange.objects.filter(user=self.user_id, pk__gte=self.pk).delete()
