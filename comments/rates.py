"""How often a network may do small things that store no comment: like, look at a preview. Counted in the cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger("comments.rates")


@dataclass(frozen=True)
class Rate:
    """``most`` in each piece of time. Up to 256 neighbours share a network."""

    what: str
    most: int
    within: timedelta


LIKES = Rate("likes", 60, timedelta(minutes=10))
PREVIEWS = Rate("previews", 120, timedelta(minutes=10))
DRAFTS = Rate("drafts", 20, timedelta(minutes=10))  # each may be a new row among the sessions


def once_more(rate: Rate, network: str) -> bool:
    """Count one, and say whether it is still within the rate. Up to three queries where the cache is a database.

    Some of those that come at the same moment may count as one. A cache that does not answer hinders nobody.
    ``cache.incr`` would not do: in a database it forgets when the count ends.
    """
    seconds = int(rate.within.total_seconds())
    key = f"{rate.what}:{network}:{int(timezone.now().timestamp()) // seconds}"
    try:
        count = int(cache.get(key, 0)) + 1
        cache.set(key, count, seconds)
    except Exception:
        logger.warning("The cache that counts %s did not answer.", rate.what, exc_info=True)
        return True
    return count <= rate.most
