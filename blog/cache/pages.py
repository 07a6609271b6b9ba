"""The store of rendered pages and of parts of them. If the cache backend fails, everything is rendered afresh."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

logger = logging.getLogger("blog.cache")

LIFETIME = 3600
# The parameters that select a different page. All others are ignored when a cached page is served, and a page
# requested with one is never stored: it could repeat what was said.
KNOWN_PARAMETERS = ("page", "order", "after", "replies", "reply")


@dataclass(frozen=True)
class StoredPage:
    """A page in every content coding, with the versions of the tags it depends on."""

    headers: dict[str, str]
    bodies: dict[str, bytes]
    versions: dict[str, int]
    until: datetime | None

    def is_current(self, now: datetime, versions: dict[str, int]) -> bool:
        return (self.until is None or now < self.until) and self.versions.items() <= versions.items()


def fetch(key: str) -> Any:
    """The stored value, or None. Backends raise exceptions of their own, so all of them are caught."""
    try:
        return caches["pages"].get(key)
    except Exception as error:
        logger.warning("The page cache does not answer: %s", error)
        return None


def store(key: str, value: object) -> None:
    try:
        caches["pages"].set(key, value, LIFETIME)
    except Exception as error:
        logger.warning("The page cache cannot store a page: %s", error)


def page_key(request: HttpRequest) -> str:
    known = [f"{name}={request.GET[name]}" for name in KNOWN_PARAMETERS if name in request.GET]
    text = "\n".join([request.scheme or "", request.get_host(), request.path, *known])
    return sha256(text.encode()).hexdigest()
