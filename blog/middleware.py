from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from blog.redirects import find_redirect, has_wordpress_query

Handler = Callable[[HttpRequest], HttpResponse]


class RedirectMiddleware:
    """Looks up redirects for pages that aren't found.

    It comes last: before CommonMiddleware appends a slash to the URL, which would be an additional redirect.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            return find_redirect(request) or response
        return response


class WordPressQueryMiddleware:
    """Looks up redirects of URLs like /?p=123 before the page cache, which would serve the home page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moved = find_redirect(request) if has_wordpress_query(request) else None
        return moved or self.get_response(request)
