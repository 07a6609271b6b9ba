"""How often an account or a network may do something. Counted in the cache, in fixed windows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger("accounts.abuse.rate_limits")


@dataclass(frozen=True)
class RateLimit:
    """At most ``most`` in each window of ``within``."""

    action: str
    most: int
    within: timedelta


def allow(limit: RateLimit, key: str) -> bool:
    """Count one use for ``key``, a network or an account. Whether it is within the limit.

    Up to three queries with the database cache. Simultaneous requests may count as one. Everything is allowed while
    the cache doesn't respond. (``cache.incr`` would lose the expiry in a database cache.)
    """
    seconds = int(limit.within.total_seconds())
    name = f"{limit.action}:{key}:{int(timezone.now().timestamp()) // seconds}"
    try:
        count = int(cache.get(name, 0)) + 1
        cache.set(name, count, seconds)
    except Exception:
        logger.warning("The cache that counts %s didn't respond.", limit.action, exc_info=True)
        return True
    return count <= limit.most
