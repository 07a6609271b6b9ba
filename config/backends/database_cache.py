from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError

TRIES = 2  # between add() and has_key(), another process may have deleted the key


class CheckedDatabaseCache(DatabaseCache):
    """Raises OperationalError if ``add`` cannot write, for example because the disk is full.

    Django's backend treats every error as a key that another process has just added. allauth would then wait a second
    for its lock, treat the rate limit as exceeded, and respond to a correct password with 429.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        for _ in range(TRIES):
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise OperationalError("The cache in the database cannot be written.")
