from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from blog.kept import keep, kept
from blog.public_pages import PublicPage, current_versions, is_private
from config.compression import CODINGS, accepted_coding

# Every change raises one of these, whatever else it raises (see blog.models.page_version).
ANY_CHANGE = frozenset({"site", "comments"})
# What an address may say and still be the same page for everybody. The rest is ignored when a stored page is
# served, and a page asked for with it is never stored: it could repeat what was said.
KNOWN_PARAMETERS = ("page", "order", "after", "replies", "reply")
NEVER_PUBLIC = ("/accounts/", "/admin/", "/healthz", "/media/", "/search/")


@dataclass(frozen=True)
class StoredPage:
    headers: dict[str, str]
    bodies: dict[str, bytes]
    versions: dict[str, int]
    until: datetime | None

    def stands(self, now: datetime, current: dict[str, int]) -> bool:
        return (self.until is None or now < self.until) and self.versions.items() <= current.items()

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page as this client takes it: packed when it can unpack, 304 when it has it."""
        coding = accepted_coding(request)
        headers = dict(self.headers)
        if coding:
            headers["Content-Encoding"] = coding
            headers["ETag"] = f'{headers["ETag"][:-1]}-{coding}"'
        response = HttpResponse(self.bodies[coding], headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=response) or response


class PageCacheMiddleware:
    """Serves signed-out readers whole pages while the versions they were made from stand. One query a hit.

    The versions are read before and after a page is made: when something changed meanwhile it is not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path.startswith(NEVER_PUBLIC) or is_private(request):
            return self.get_response(request)
        now = request.received_at = timezone.now()  # type: ignore[attr-defined]
        key = page_key(request)
        stored: StoredPage | None = kept(key)
        before = current_versions(ANY_CHANGE | stored.versions.keys() if stored else ANY_CHANGE)
        if stored and stored.stands(now, before):
            return stored.answer(request)
        response = self.get_response(request)
        public: PublicPage | None = getattr(response, "public_page", None)
        if public is None or response.status_code != 200:
            return response
        if response.cookies:
            response.headers["Cache-Control"] = "no-store, private"
            return response
        after = current_versions(ANY_CHANGE | public.tags)
        page = pack(response, public, after)
        if all(before[tag] == after[tag] for tag in ANY_CHANGE) and is_storable(request, public, now):
            keep(key, page)
        return page.answer(request)


def is_storable(request: HttpRequest, public: PublicPage, now: datetime) -> bool:
    return request.GET.keys() <= set(KNOWN_PARAMETERS) and (public.until is None or public.until > now)


def page_key(request: HttpRequest) -> str:
    known = [f"{name}={request.GET[name]}" for name in KNOWN_PARAMETERS if name in request.GET]
    text = "\n".join([request.scheme or "", request.get_host(), request.path, *known])
    return sha256(text.encode()).hexdigest()


def pack(response: HttpResponse, public: PublicPage, versions: dict[str, int]) -> StoredPage:
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    bodies = {coding: encode(response.content) for coding, encode in CODINGS.items()}
    bodies[""] = response.content
    return StoredPage(headers, bodies, {tag: versions[tag] for tag in public.tags}, public.until)
