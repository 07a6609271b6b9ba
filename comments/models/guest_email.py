from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

NONCE_LENGTH = 22  # more than 128 random bits


def normalize_email(email: str) -> str:
    """Addresses are stored and compared in this form: "Gustav@Example.org" is the mailbox "gustav@example.org"."""
    return email.strip().lower()


def new_nonce() -> str:
    return get_random_string(NONCE_LENGTH)


class GuestEmailQuerySet(models.QuerySet["GuestEmail"]):
    def matching(self, *emails: str) -> Self:
        return self.filter(email__in={normalize_email(email) for email in emails})

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def without_mail(self) -> Self:
        """Addresses whose owners want no mail."""
        return self.filter(wants_no_mail=True)

    def linked(self, pk: int, nonce: str) -> Self:
        """The address that a signed link belongs to, unless its links have been revoked since."""
        return self.filter(pk=pk, nonce=nonce)


GuestEmailManager = models.Manager.from_queryset(GuestEmailQuerySet)


class GuestEmail(models.Model):
    """An e-mail address that a guest typed. It gets mail and proves who someone is only after it was confirmed.

    ``nonce`` is part of every signed link that is sent to the address: changing it revokes them.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    asked_at = models.DateTimeField(_("confirmation e-mail sent"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    wants_no_mail = models.BooleanField(_("wants no e-mail"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[GuestEmailManager[GuestEmail]] = GuestEmailManager()

    class Meta:
        db_table = "comments_guestaddress"
        verbose_name = _("guest e-mail address")
        verbose_name_plural = _("guest e-mail addresses")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_row_a_guest_address")]

    def __str__(self) -> str:
        return self.email

    @property
    def answered_last_email(self) -> bool:
        """Whether it was confirmed after the last confirmation e-mail was sent."""
        return self.confirmed_at is not None and (self.asked_at is None or self.confirmed_at >= self.asked_at)
