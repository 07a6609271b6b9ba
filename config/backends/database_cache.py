from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError

TRIES = 2  # between add() and has_key(), another process may have deleted the key


class CheckedDatabaseCache(DatabaseCache):
    """Raises OperationalError where nothing can be written, as when the disk is full.

    Django's backend takes every error for a key that another process has just added. allauth then waits a second for
    its lock, counts the rate limit as exceeded and answers a correct password with 429.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        for _ in range(TRIES):
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise OperationalError("The cache in the database cannot be written.")
