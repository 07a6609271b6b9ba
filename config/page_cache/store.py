"""The store of rendered pages: the memory of each process and, with Redis, a copy that all processes share."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

from blog.cache import pages
from config.backends.limited_memory import LimitedMemory
from config.page_cache.request import PageKey
from config.page_cache.stored_page import StoredPage


class PageStore:
    def __init__(self, max_bytes: int) -> None:
        self.memory: LimitedMemory[StoredPage] = LimitedMemory(max_bytes)

    def copies(self, key: PageKey) -> Iterator[StoredPage]:
        """The page in memory, then the one in Redis if it is another one."""
        if page := self.in_memory(key):
            yield page
        shared: StoredPage | None = pages.fetch(shared_key(key)) if settings.REDIS_URL else None
        if shared and shared.variant == key.variant and (page is None or shared.versions != page.versions):
            self.keep(key, shared)
            yield shared

    def in_memory(self, key: PageKey) -> StoredPage | None:
        page = self.memory.get(key[:2])
        return page if page and page.variant == key.variant else None

    def put(self, key: PageKey, page: StoredPage) -> None:
        self.keep(key, page)
        if settings.REDIS_URL:
            pages.store(shared_key(key), page)

    def keep(self, key: PageKey, page: StoredPage) -> None:
        self.memory.put(key[:2], page, page.size)

    def clear(self) -> None:
        self.memory.clear()


def shared_key(key: PageKey) -> str:
    return f"page:{key.slot}:{sha256(key.path.encode()).hexdigest()}"
