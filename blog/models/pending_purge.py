from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

MARGIN = timedelta(minutes=5)


class PendingPurgeQuerySet(models.QuerySet["PendingPurge"]):
    def request(self, tags: Iterable[str]) -> None:
        """Record the tags for every cache. One query."""
        text = " ".join(sorted(tags))
        self.bulk_create(PendingPurge(endpoint=endpoint, tags=text) for endpoint in settings.PURGE_URLS)

    def expire(self, now: datetime) -> None:
        """Delete what no cache needs to be told anymore: it has dropped these pages because of their age."""
        lifetime = timedelta(seconds=settings.SHARED_CACHE_SECONDS)
        self.filter(created_at__lt=now - lifetime - MARGIN).delete()


class PendingPurge(models.Model):
    """Tags whose pages a shared cache, which is an entry of PURGE_URLS, has yet to drop. A queue of few rows."""

    endpoint = models.TextField()
    tags = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PendingPurgeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.tags} at {self.endpoint}"
