from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

SIGNER = signing.TimestampSigner(salt="accounts.export")
LIFETIME = timedelta(days=2)


def private_files() -> FileSystemStorage:
    """A folder next to the media files, which only ``accounts.views.data`` serves."""
    return FileSystemStorage(
        location=settings.DATA_DIR / "exports", file_permissions_mode=0o600, directory_permissions_mode=0o700
    )


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def fresh(self, now: datetime | None = None) -> Self:
        return self.filter(asked_at__gt=(now or timezone.now()) - LIFETIME)

    def outdated(self, now: datetime | None = None) -> Self:
        return self.filter(asked_at__lte=(now or timezone.now()) - LIFETIME)


DataExportManager = models.Manager.from_queryset(DataExportQuerySet)


class DataExport(models.Model):
    """A ZIP file with the data of a user. A task creates it, and deletes it after two days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports", verbose_name=_("account"))
    asked_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    ready_at = models.DateTimeField(_("ready"), null=True, editable=False)
    file = models.FileField(storage=private_files, blank=True, editable=False)

    objects: ClassVar[DataExportManager[DataExport]] = DataExportManager()

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.asked_at:%Y-%m-%d}"

    @property
    def download_path(self) -> str:
        return reverse("accounts:download", args=[SIGNER.sign(str(self.pk))])

    def discard(self) -> None:
        """Delete the row and its file."""
        self.file.delete(save=False)
        self.delete()
