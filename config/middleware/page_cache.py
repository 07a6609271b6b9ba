from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import escape_leading_slashes

from blog.cache.http import CacheableResponse, has_private_cookies, received_at
from blog.cache.pages import StoredPage, fetch, page_key, store, variant_of
from blog.cache.parameters import KNOWN, canonical, is_canonical
from blog.cache.versions import ANY_CHANGE, current_versions
from config.middleware.compression import CODINGS, accepted_coding
from config.middleware.unavailable import unavailable
from config.runtime.database_outage import is_database_down, outage, record_outage

NEVER_PUBLIC = ("/accounts/", "/admin/", "/healthz", "/media/", "/preview/", "/search/")


class PageCacheMiddleware:
    """Serves cached pages to unidentified visitors while the versions of their tags are current. One query per hit.

    While the database is unavailable, pages are served without checking their versions.

    The common version is read before and after rendering a page. If it has changed in between, the page isn't cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_public(request):
            return self.get_response(request)
        now = received_at(request)
        if not is_canonical(request.GET):
            return self.redirect(request)
        variant = variant_of(request)
        key = page_key(request.path, variant)
        stored: StoredPage | None = fetch(key)
        if stored and stored.variant != variant:
            stored = None
        before = versions_unless_down(request, [ANY_CHANGE, *(stored.versions if stored else [])])
        if before is None:
            return respond(request, stored) if stored and not stored.is_expired(now) else unavailable(request)
        if stored and stored.is_current(now, before):
            return respond(request, stored)
        response = self.get_response(request)
        if not isinstance(response, CacheableResponse) or response.status_code != 200:
            return response
        if response.cookies:
            response.headers["Cache-Control"] = "no-store, private"
            return response
        after = current_versions([ANY_CHANGE, *response.tags])
        page = pack(response, after, variant)
        if before[ANY_CHANGE] == after[ANY_CHANGE] and is_storable(request, response.until, now):
            store(key, page)
        return respond(request, page)

    def redirect(self, request: HttpRequest) -> HttpResponse:
        """Redirect a public page with unknown parameters to its canonical URL. Caches nothing."""
        response = self.get_response(request)
        if not isinstance(response, CacheableResponse):
            return response
        query = urlencode(canonical(request.GET))
        return HttpResponseRedirect(f"{escape_leading_slashes(request.path)}{'?' if query else ''}{query}")


def versions_unless_down(request: HttpRequest, tags: Iterable[str]) -> dict[str, int] | None:
    """The versions of the tags, or None while the database is unavailable."""
    if is_database_down(request):
        return None
    try:
        versions = current_versions(tags)
    except DatabaseError as error:
        if record_outage(error):
            return None
        raise
    outage.end_if_connected()
    return versions


def may_be_public(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and not request.path.startswith(NEVER_PUBLIC)
        and not has_private_cookies(request)
    )


def is_storable(request: HttpRequest, until: datetime | None, now: datetime) -> bool:
    return request.GET.keys() <= KNOWN.keys() and (until is None or until > now)


def pack(response: CacheableResponse, versions: dict[str, int], variant: str) -> StoredPage:
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    bodies = {coding: encode(response.content) for coding, encode in CODINGS.items()}
    bodies[""] = response.content
    return StoredPage(variant, headers, bodies, {tag: versions[tag] for tag in response.tags}, response.until)


def respond(request: HttpRequest, page: StoredPage) -> HttpResponseBase:
    """The page in the preferred encoding of the client, or 304 if the client has it already."""
    coding = accepted_coding(request)
    headers = dict(page.headers)
    if coding:
        headers["Content-Encoding"] = coding
        headers["ETag"] = f'{headers["ETag"][:-1]}-{coding}"'
    response = HttpResponse(page.bodies[coding], headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response
