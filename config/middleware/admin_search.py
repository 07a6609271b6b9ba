from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest, HttpResponse

MAX_SEARCH_LENGTH = 200  # characters, as in the public search
FIELDS = (SEARCH_VAR, "term")  # of change lists; of autocomplete fields


class AdminSearchMiddleware:
    """Truncates search text in the admin: each word adds conditions, and SQLite rejects queries nested 1,000 deep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if request.resolver_match is None or "admin" not in request.resolver_match.app_names:
            return
        long = {name: text for name in FIELDS if len(text := request.GET.get(name, "")) > MAX_SEARCH_LENGTH}
        if long:
            fields = request.GET.copy()
            for name, text in long.items():
                fields[name] = text[:MAX_SEARCH_LENGTH]
            request.GET = fields  # type: ignore[assignment]
