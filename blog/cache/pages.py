"""The cache of rendered parts of pages. If the cache backend fails, everything is rendered again."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches

logger = logging.getLogger("blog.cache")

LIFETIME = 3600


def fetch(key: str) -> Any:
    """The cached value, or None. Catches all exceptions, because backends raise their own."""
    try:
        return caches["pages"].get(key)
    except Exception as error:
        logger.warning("The page cache is not available: %s", error)
        return None


def store(key: str, value: object) -> None:
    try:
        caches["pages"].set(key, value, LIFETIME)
    except Exception as error:
        logger.warning("The page cache cannot store a page: %s", error)
