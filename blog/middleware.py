from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from blog.redirects import find_redirect, has_wordpress_query

Handler = Callable[[HttpRequest], HttpResponse]


class RedirectMiddleware:
    """The one place where a page that isn't found may turn out to have moved, or to be gone.

    Innermost: before CommonMiddleware adds a slash to the address, which would be a hop of its own.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            return find_redirect(request) or response
        return response


class WordPressQueryMiddleware:
    """Looks for redirects of /?p=123 before the page cache, which would serve the front page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moved = find_redirect(request) if has_wordpress_query(request) else None
        return moved or self.get_response(request)
