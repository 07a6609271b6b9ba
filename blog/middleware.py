from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from blog.redirects import asks_for_old_page, moved_or_gone

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
            return moved_or_gone(request) or response
        return response


class OldFrontPageMiddleware:
    """Looks for redirects of /?p=123 before the page cache, which would serve the front page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moved = moved_or_gone(request) if asks_for_old_page(request) else None
        return moved or self.get_response(request)
