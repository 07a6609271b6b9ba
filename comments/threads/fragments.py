"""Parts of a thread's HTML that are the same for everyone, stored in the page cache."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from zlib import crc32

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from blog.cache.pages import fetch, store
from blog.models import Post
from comments.threads.urls import START, ThreadPosition

SLOTS = 8  # entries for other pages of a thread than the first, so that made-up URLs can't fill the cache


class Fragments:
    """The rendered parts of one page of a thread, in one cache entry, which is written if a part was missing.

    A part is found by a digest of everything that it shows, in the current language and time zone. So it is never
    outdated: what has changed isn't found. Parts that the page doesn't show any more are dropped when it is written.
    """

    def __init__(self, post: Post, position: ThreadPosition) -> None:
        slot = 0 if position == START else 1 + crc32(repr(position).encode()) % SLOTS
        self.key = f"thread:{post.pk}:{slot}:{get_language()}:{get_current_timezone_name()}"
        self.stored: dict[bytes, str] = fetch(self.key) or {}
        self.used: dict[bytes, str] = {}
        self.is_complete = True

    def get(self, shown: tuple[object, ...], render: Callable[[], str]) -> str:
        """The HTML of a part. ``render`` must depend on nothing but ``shown``, which has plain values only."""
        digest = blake2b(repr(shown).encode(), digest_size=16).digest()
        html = self.stored.get(digest)
        if html is None:
            html, self.is_complete = render(), False
        self.used[digest] = html
        return html

    def save(self) -> None:
        if not self.is_complete:
            store(self.key, self.used)
