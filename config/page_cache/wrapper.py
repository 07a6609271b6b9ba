from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from blog.cache.http import CacheableResponse, received_at
from blog.cache.versions import ANY_CHANGE
from config.middleware.maintenance_mode import is_in_maintenance
from config.page_cache.lookup import find_page, recall_answer, remember_answer, store, versions_unless_down
from config.page_cache.renders import Renders, begin_among_processes, end_among_processes
from config.page_cache.request import Environ, PageKey, has_known_parameters_only, page_key
from config.page_cache.stored_page import Answer, Headers, StoredPage, answer_with

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

HIT, UPDATING, AFTER_ERROR = "hit", "hit; detail=updating", "hit; detail=stale-if-error"
MISS, MISS_STORED = "fwd=miss", "fwd=miss; stored"

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
        if is_in_maintenance():
            return self.application(environ, start_response)
        answer = recall_answer(environ)
        if answer is None:
            key = page_key(environ)
            if key is None:
                return self.application(environ, start_response)
            answer = self.answer(key, environ, received_at(environ))
        start_response(answer.status, answer.headers)
        return answer.body

    def answer(self, key: PageKey, environ: Environ, now: datetime) -> Answer:
        found = find_page(key, environ, now)
        if found.page and found.is_current:
            return hit(found.page, environ, now, found.is_checked)
        if renders.begin(key):
            try:
                return self.update(key, environ, now, found.page)
            finally:
                renders.end(key)
        if found.page:
            return answer_with(found.page, environ, now, UPDATING, is_stale=True)
        renders.wait(key)
        found = find_page(key, environ, now)
        if found.page and found.is_current:
            return hit(found.page, environ, now, found.is_checked)
        return self.render(key, environ, now, found.page)

    def update(self, key: PageKey, environ: Environ, now: datetime, previous: StoredPage | None) -> Answer:
        """Render the page, unless another process does so and there is a previous one to serve in the meantime."""
        is_first = begin_among_processes(key)
        if previous and not is_first:
            return answer_with(previous, environ, now, UPDATING, is_stale=True)
        try:
            return self.render(key, environ, now, previous)
        finally:
            if is_first:
                end_among_processes(key)

    def render(self, key: PageKey, environ: Environ, now: datetime, previous: StoredPage | None) -> Answer:
        """Let Django respond, and store the response if it may be cached and nothing changed in the meantime."""
        before = versions_unless_down(environ, [ANY_CHANGE])
        status, headers = "", Headers()

        def start_response(the_status: str, the_headers: Headers, *exception: object) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = the_status, the_headers
            return lambda data: None

        response = self.application(environ, start_response)
        if isinstance(response, CacheableResponse) and response.is_shared:
            after = versions_unless_down(environ, [ANY_CHANGE, *response.tags])
            page = StoredPage(key.variant, headers, response.content, {}, response.until)
            response.close()
            # Other caches may have been told about a change in the meantime already, so they mustn't keep this page.
            is_stale = not before or not after or before[ANY_CHANGE] != after[ANY_CHANGE]
            if after and not is_stale and is_storable(page, environ, now):
                page.versions = {tag: after[tag] for tag in response.tags}
                store.put(key, page)
                return answer_with(page, environ, now, MISS_STORED)
            return answer_with(page, environ, now, MISS, is_stale=is_stale)
        if previous and status.startswith("5") and not is_in_maintenance():
            close(response)
            return answer_with(previous, environ, now, AFTER_ERROR, is_stale=True)
        return Answer(status, headers, response)


def hit(page: StoredPage, environ: Environ, now: datetime, is_checked: bool) -> Answer:
    answer = answer_with(page, environ, now, HIT, is_stale=not is_checked)
    if is_checked:
        remember_answer(environ, answer, page)
    return answer


def is_storable(page: StoredPage, environ: Environ, now: datetime) -> bool:
    return not page.is_expired(now) and has_known_parameters_only(environ)


def close(response: Iterable[bytes]) -> None:
    if hasattr(response, "close"):
        response.close()
