from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import escape_leading_slashes

from blog.cache.http import CacheableResponse
from blog.cache.parameters import canonical, is_canonical


class PublicPageMiddleware:
    """Gives each public page one URL, and withdraws pages that set a cookie from all caches.

    Listed before everything that sets cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, CacheableResponse):
            return response
        if not is_canonical(request.GET):
            query = urlencode(canonical(request.GET))
            return HttpResponseRedirect(f"{escape_leading_slashes(request.path)}{'?' if query else ''}{query}")
        if response.cookies:
            response.headers["Cache-Control"] = "no-store, private"
        return response
