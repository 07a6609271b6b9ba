from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError

from blog.cache.http import CacheableResponse, received_at
from blog.cache.version_reader import read_versions
from blog.cache.versions import ANY_CHANGE
from config.middleware.maintenance_mode import is_in_maintenance
from config.page_cache.renders import Renders, begin_among_processes, end_among_processes
from config.page_cache.request import Environ, PageKey, has_known_parameters_only, page_key
from config.page_cache.store import PageStore
from config.page_cache.stored_page import Headers, StoredPage, send
from config.runtime.database_outage import is_database_down, outage, record_outage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

HIT, UPDATING, AFTER_ERROR = "hit", "hit; detail=updating", "hit; detail=stale-if-error"
MISS, MISS_STORED = "fwd=miss", "fwd=miss; stored"

store = PageStore(settings.PAGE_CACHE_MB * 1_000_000)
renders = Renders()


class PageCache:
    """Serves stored pages to unidentified visitors while the versions of their tags are current, without Django.

    What is stored is the response of all of Django, so it has the headers of all middleware. A stored page costs a
    look-up of its versions: none on SQLite unless something was committed, else one query. It is served

    - unchecked while the database is unavailable,
    - although outdated while another thread or process renders it again, or if rendering it fails.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = page_key(environ)
        if key is None or is_in_maintenance():
            return self.application(environ, start_response)
        now = received_at(environ)
        page, is_current = find(key, environ, now)
        if page and is_current:
            return send(page, environ, start_response, now, HIT, is_stale=False)
        if renders.begin(key):
            try:
                return self.update(key, environ, start_response, page)
            finally:
                renders.end(key)
        if page:
            return send(page, environ, start_response, now, UPDATING, is_stale=True)
        renders.wait(key)
        page, is_current = find(key, environ, now)
        if page and is_current:
            return send(page, environ, start_response, now, HIT, is_stale=False)
        return self.render(key, environ, start_response, page)

    def update(
        self, key: PageKey, environ: Environ, start_response: StartResponse, previous: StoredPage | None
    ) -> Iterable[bytes]:
        """Render the page, unless another process does so and there is a previous one to serve in the meantime."""
        is_first = begin_among_processes(key)
        if previous and not is_first:
            return send(previous, environ, start_response, received_at(environ), UPDATING, is_stale=True)
        try:
            return self.render(key, environ, start_response, previous)
        finally:
            if is_first:
                end_among_processes(key)

    def render(
        self, key: PageKey, environ: Environ, start_response: StartResponse, previous: StoredPage | None
    ) -> Iterable[bytes]:
        """Let Django respond, and store the response if it may be cached and nothing changed in the meantime."""
        now = received_at(environ)
        before = versions_unless_down(environ, [ANY_CHANGE])
        status, headers = "", Headers()

        def remember(the_status: str, the_headers: Headers, *exception: object) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = the_status, the_headers
            return lambda data: None

        response = self.application(environ, remember)
        if isinstance(response, CacheableResponse) and response.is_shared:
            after = versions_unless_down(environ, [ANY_CHANGE, *response.tags])
            page = StoredPage(key.variant, headers, response.content, {}, response.until)
            response.close()
            is_stored = bool(
                before
                and after
                and before[ANY_CHANGE] == after[ANY_CHANGE]
                and not page.is_expired(now)
                and has_known_parameters_only(environ)
            )
            if after and is_stored:
                page.versions = {tag: after[tag] for tag in response.tags}
                store.put(key, page)
            return send(page, environ, start_response, now, MISS_STORED if is_stored else MISS, is_stale=False)
        if previous and status.startswith("5") and not is_in_maintenance():
            close(response)
            return send(previous, environ, start_response, now, AFTER_ERROR, is_stale=True)
        start_response(status, headers)
        return response


def find(key: PageKey, environ: Environ, now: datetime) -> tuple[StoredPage | None, bool]:
    """A stored page, and whether it is current. While the database is unavailable, every page counts as current."""
    outdated = None
    for page in store.copies(key):
        if page.is_expired(now):
            continue
        versions = versions_unless_down(environ, page.versions)
        if versions is None or page.is_current(versions):
            return page, True
        outdated = outdated or page
    return outdated, False


def versions_unless_down(environ: Environ, tags: Iterable[str]) -> dict[str, int] | None:
    """The versions of the tags, or None while the database is unavailable."""
    if is_database_down(environ):
        return None
    try:
        versions = read_versions(tags)
    except DatabaseError as error:
        if record_outage(error):
            return None
        raise
    outage.end_if_connected()
    return versions


def close(response: Iterable[bytes]) -> None:
    if hasattr(response, "close"):
        response.close()
