from __future__ import annotations

from threading import Event, Lock

from django.conf import settings
from django.core.cache import caches

from config.page_cache.request import PageKey
from config.page_cache.store import shared_key

MAX_WAIT = 5  # seconds; also after which another process renders a page if the process that began to was killed


class Renders:
    """The pages that are being rendered now, so that a popular page that has changed is rendered once."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.running: dict[PageKey, Event] = {}

    def begin(self, key: PageKey) -> bool:
        """False if this process renders the page already. Call ``end`` only after True."""
        with self.lock:
            if key in self.running:
                return False
            self.running[key] = Event()
            return True

    def end(self, key: PageKey) -> None:
        with self.lock:
            event = self.running.pop(key)
        event.set()

    def wait(self, key: PageKey) -> None:
        """Wait until the page is rendered, but not longer than MAX_WAIT."""
        if event := self.running.get(key):
            event.wait(MAX_WAIT)


def begin_among_processes(key: PageKey) -> bool:
    """False if another process renders the page. Without Redis, processes share no pages, so each renders its own."""
    return not settings.REDIS_URL or bool(caches["pages"].add(f"rendering:{shared_key(key)}", True, MAX_WAIT))


def end_among_processes(key: PageKey) -> None:
    if settings.REDIS_URL:
        caches["pages"].delete(f"rendering:{shared_key(key)}")
