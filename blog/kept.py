"""What pages are made of, kept for a while. A cache that is gone is an empty one: readers read on."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches

logger = logging.getLogger("blog.kept")

LIFETIME = 3600


def kept(key: str) -> Any:
    """What was kept under the key, or nothing. Each backend has errors of its own, so all of them are meant."""
    try:
        return caches["pages"].get(key)
    except Exception as error:
        logger.warning("The cache of pages does not answer: %s", error)
        return None


def keep(key: str, value: object) -> None:
    try:
        caches["pages"].set(key, value, LIFETIME)
    except Exception as error:
        logger.warning("The cache of pages takes nothing: %s", error)
