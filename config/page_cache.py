from collections.abc import Callable
from hashlib import sha256
from typing import TypedDict

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.utils import timezone

from blog.models import PageVersion
from blog.public_pages import PRIVATE_COOKIES, PublicPage

LIFETIME = 3600
# Anything else in the query string does not change a public page and must not fill the cache.
KNOWN_PARAMETERS = ("page", "comments")


class StoredPage(TypedDict):
    content: bytes
    headers: dict[str, str]
    versions: dict[str, int]
    until: float


class PageCacheMiddleware:
    """Serves signed-out readers whole pages while the versions that they were made from stand. One query a hit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or PRIVATE_COOKIES & request.COOKIES.keys() or "q" in request.GET:
            return self.get_response(request)
        key = page_key(request)
        stored: StoredPage | None = caches["pages"].get(key)
        if stored and stored["until"] > timezone.now().timestamp() and versions_stand(stored["versions"]):
            return conditional(request, HttpResponse(stored["content"], headers=stored["headers"]))
        response = self.get_response(request)
        page: PublicPage | None = getattr(response, "public_page", None)
        if page and response.status_code == 200 and not response.cookies and request.method == "GET":
            caches["pages"].set(key, stored_page(response, page), LIFETIME)
        return conditional(request, response) if page else response


def page_key(request: HttpRequest) -> str:
    known = [f"{name}={request.GET[name]}" for name in KNOWN_PARAMETERS if name in request.GET]
    text = "\n".join([request.get_host(), request.scheme or "", request.path, *known])
    return sha256(text.encode()).hexdigest()


def versions_stand(versions: dict[str, int]) -> bool:
    current = dict(PageVersion.objects.filter(tag__in=versions).values_list("tag", "version"))
    return all(current.get(tag, 0) == version for tag, version in versions.items())


def stored_page(response: HttpResponse, page: PublicPage) -> StoredPage:
    until = page.until.timestamp() if page.until else timezone.now().timestamp() + LIFETIME
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return {"content": response.content, "headers": headers, "versions": page.versions, "until": until}


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    etag = response.headers.get("ETag", "")
    wanted = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if response.status_code != 200 or not etag or (etag not in wanted and "*" not in wanted):
        return response
    kept = {name: value for name, value in response.items() if name not in {"Content-Type", "Content-Length"}}
    return HttpResponseNotModified(headers=kept)
