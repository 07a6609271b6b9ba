"""What is computed from all published articles, such as their number in each month, is cached until one changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from blog.cache.http import next_change
from blog.cache.pages import fetch, store
from blog.cache.versions import current_versions


@dataclass(frozen=True)
class Derived[T]:
    value: T
    until: datetime | None


def derived_from_posts[T](name: str, compute: Callable[[], T]) -> T:
    """The result of ``compute``, from the cache if no article was published, changed or withdrawn since.

    One query if it is cached, else two besides those of ``compute``. The version is read first, so the result can only
    be newer.
    """
    version = current_versions(["posts"])["posts"]
    key, now = f"derived:{name}:{version}", timezone.now()
    found: Derived[T] | None = fetch(key)
    if found is None or (found.until is not None and found.until <= now):
        found = Derived(compute(), next_change(now))
        store(key, found)
    return found.value
