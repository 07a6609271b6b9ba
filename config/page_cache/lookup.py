"""Finds stored pages whose tags still have the versions that they had when the page was rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from blog.cache.version_reader import derived_from_last_read, read_versions, remembered_since_commit
from config.page_cache.request import Environ, PageKey
from config.page_cache.store import PageStore
from config.page_cache.stored_page import Answer, StoredPage
from config.runtime.database_outage import DOWN, is_database_down, outage, record_outage

store = PageStore(settings.PAGE_CACHE_BYTES // 2)

# All that the answer to a request for a stored page depends on.
ASKED = (
    *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "wsgi.url_scheme"),
    *("HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_X_FORWARDED_PROTO"),
    *("CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"),
)
MAX_ANSWERS = 100  # that a thread remembers
MAX_ASKED = 2_000  # characters of a request whose answer is remembered


class FoundPage(NamedTuple):
    """While the database is unavailable, every page counts as current, unchecked."""

    page: StoredPage | None
    is_current: bool = False
    is_checked: bool = True


def find_page(key: PageKey, environ: Environ, now: datetime) -> FoundPage:
    outdated = None
    for page in store.copies(key):
        if page.is_expired(now):
            continue
        versions = versions_unless_down(environ, page.versions)
        if versions is None:
            return FoundPage(page, is_current=True, is_checked=False)
        if page.is_current(versions):
            return FoundPage(page, is_current=True)
        outdated = outdated or page
    return FoundPage(outdated)


def versions_unless_down(environ: Environ, tags: Iterable[str]) -> dict[str, int] | None:
    """The versions of the tags, or None while the database is unavailable."""
    return unless_down(environ, lambda: read_versions(tags))


def unless_down[Read](environ: Environ, read: Callable[[], Read]) -> Read | None:
    if is_database_down(environ):
        return None
    try:
        found = read()
    except DatabaseError as error:
        if record_outage(error):
            environ[DOWN] = True
            return None
        raise
    outage.end()
    return found


def recall_answer(environ: Environ) -> Answer | None:
    """What this thread answered to the same request, if nothing was committed since."""
    remembered = unless_down(environ, remembered_since_commit)
    if not remembered:
        return None
    answer, until = remembered.get(tuple(map(environ.get, ASKED)), (None, None))
    return answer if until is None or timezone.now() < until else None


def remember_answer(environ: Environ, answer: Answer, page: StoredPage) -> None:
    """Until its Cache-Control would be another one, because the next scheduled change of the page comes near."""
    remembered = derived_from_last_read()
    asked = tuple(map(environ.get, ASKED))
    if remembered is None or sum(len(text) for text in asked if text) > MAX_ASKED:
        return
    if len(remembered) >= MAX_ANSWERS:
        remembered.clear()
    remembered[asked] = answer, page.until and page.until - timedelta(seconds=settings.SHARED_CACHE_SECONDS)
