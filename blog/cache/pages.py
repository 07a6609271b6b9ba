"""The cache of rendered pages and of parts of them. If the cache backend fails, everything is rendered again."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from blog.cache.parameters import canonical

logger = logging.getLogger("blog.cache")

LIFETIME = 3600
SLOTS = 32  # variants of a URL that are cached at the same time
PLAIN = json.dumps([*settings.SITE_URL.split("://", 1), []])


@dataclass(frozen=True)
class StoredPage:
    """A page in every content encoding, with the versions of the tags it depends on.

    ``variant`` identifies the request it was rendered for: other variants may share the cache key.
    """

    variant: str
    headers: dict[str, str]
    bodies: dict[str, bytes]
    versions: dict[str, int]
    until: datetime | None

    def is_current(self, now: datetime, versions: dict[str, int]) -> bool:
        return not self.is_expired(now) and self.versions.items() <= versions.items()

    def is_expired(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until


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


def variant_of(request: HttpRequest) -> str:
    """What distinguishes the pages at a path. JSON, because values may contain any separator."""
    return json.dumps([request.scheme, request.get_host(), canonical(request.GET)])


def page_key(path: str, variant: str) -> str:
    """Variants of a path share SLOTS keys, so that made-up query strings can't fill the cache.

    The page without a query string at the site's own host has its own key, so that no variant can evict it.
    """
    slot = int.from_bytes(sha256(variant.encode()).digest()[:4]) % SLOTS if variant != PLAIN else "plain"
    return f"page:{slot}:{sha256(path.encode()).hexdigest()}"
