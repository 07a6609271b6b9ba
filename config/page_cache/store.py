"""The store of rendered pages: the memory of each process and, with Redis, a copy that all processes share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from threading import Lock

from django.conf import settings

from blog.cache import pages
from config.page_cache.request import PageKey
from config.page_cache.stored_page import StoredPage


class PageStore:
    """At most ``max_bytes`` of pages in memory; those that were not used for the longest time are dropped first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.bytes = max_bytes, 0
        self.lock = Lock()
        self.pages: OrderedDict[tuple[str, int], StoredPage] = OrderedDict()

    def copies(self, key: PageKey) -> Iterator[StoredPage]:
        """The page in memory, then the one in Redis."""
        if page := self.in_memory(key):
            yield page
        if settings.REDIS_URL and (shared := pages.fetch(shared_key(key))) and shared.variant == key.variant:
            self.keep(key, shared)
            yield shared

    def in_memory(self, key: PageKey) -> StoredPage | None:
        with self.lock:
            page = self.pages.get(key[:2])
            if page is None or page.variant != key.variant:
                return None
            self.pages.move_to_end(key[:2])
            return page

    def put(self, key: PageKey, page: StoredPage) -> None:
        self.keep(key, page)
        if settings.REDIS_URL:
            pages.store(shared_key(key), page)

    def keep(self, key: PageKey, page: StoredPage) -> None:
        with self.lock:
            if replaced := self.pages.pop(key[:2], None):
                self.bytes -= replaced.size
            self.pages[key[:2]] = page
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                _, dropped = self.pages.popitem(last=False)
                self.bytes -= dropped.size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.bytes = 0


def shared_key(key: PageKey) -> str:
    return f"page:{key.slot}:{sha256(key.path.encode()).hexdigest()}"
