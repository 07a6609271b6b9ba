"""Rows of sessions and of the cache whose time is over. Django deletes neither by itself."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.db import connection


def delete_sessions() -> None:
    """As ``manage.py clearsessions`` does."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def delete_cache_entries(now: datetime) -> int:
    """How many there were. The database cache deletes them itself only when it is full; Redis needs no help."""
    if settings.CACHES["default"]["BACKEND"] != f"{DatabaseCache.__module__}.{DatabaseCache.__name__}":
        return 0
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - the name is ours
            [connection.ops.adapt_datetimefield_value(now)],
        )
        return int(cursor.rowcount)
