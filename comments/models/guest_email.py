from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def normalize_email(email: str) -> str:
    """What addresses are compared by: "Gustav@Example.org" and "gustav@example.org" are one mailbox."""
    return email.strip().lower()


class GuestEmail(models.Model):
    """An e-mail address that a guest typed. Only a confirmed one gets mail or counts as known.

    ``nonce`` is part of every signed link to it: a new one makes the old links void.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    nonce = models.CharField(max_length=32, editable=False)
    asked_at = models.DateTimeField(_("confirmation mail sent"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    wants_no_mail = models.BooleanField(_("wants no mail"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        db_table = "comments_guestaddress"
        verbose_name = _("guest address")
        verbose_name_plural = _("guest addresses")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_row_a_guest_address")]

    def __str__(self) -> str:
        return self.email

    @property
    def has_answered(self) -> bool:
        """Whether the last mail that asked was answered with yes."""
        return self.confirmed_at is not None and (self.asked_at is None or self.confirmed_at >= self.asked_at)


def confirmed_since(email: str) -> datetime | None:
    """When whoever reads this mailbox said last: it is mine, and I write here. One query."""
    return GuestEmail.objects.filter(email=normalize_email(email)).values_list("confirmed_at", flat=True).first()
