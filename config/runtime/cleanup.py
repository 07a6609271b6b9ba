"""Deletes expired sessions and cache entries, which Django does not delete by itself."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection


def delete_expired_sessions() -> None:
    call_command("clearsessions")


def delete_expired_cache_entries(now: datetime) -> int:
    """Return the number of deleted entries. The database cache only culls when full; Redis expires keys itself."""
    if not isinstance(caches["default"], DatabaseCache):
        return 0
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - the name is ours
            [connection.ops.adapt_datetimefield_value(now)],
        )
        return int(cursor.rowcount)
