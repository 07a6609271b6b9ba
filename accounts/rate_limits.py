"""How often somebody may do something that costs little to ask and much to do. Counted in the cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger("accounts.rate_limits")


@dataclass(frozen=True)
class RateLimit:
    """``most`` in each period of ``within``."""

    action: str
    most: int
    within: timedelta


def allow(limit: RateLimit, key: str) -> bool:
    """Count one for ``key``, a network or an account, and say whether it is within the limit.

    Up to three queries where the cache is a database. Simultaneous requests may count as one. Allows everything
    while the cache does not answer. (``cache.incr`` would lose the expiry in a database cache.)
    """
    seconds = int(limit.within.total_seconds())
    name = f"{limit.action}:{key}:{int(timezone.now().timestamp()) // seconds}"
    try:
        count = int(cache.get(name, 0)) + 1
        cache.set(name, count, seconds)
    except Exception:
        logger.warning("The cache that counts %s did not answer.", limit.action, exc_info=True)
        return True
    return count <= limit.most
