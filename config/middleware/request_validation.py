"""Responds with 400 to input that no page or form sends, before a parser or the database fails on it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from config.error_views import bad_request

MAX_URL_LENGTH = 8_000


class RequestValidationMiddleware:
    """Validates URL and charset: SQLite fails on long patterns, PostgreSQL on NUL, Django on unknown charsets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The charset comes first, because reading the query string decodes it with that charset.
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        length = len(request.path) + len(request.META.get("QUERY_STRING", ""))
        if charset not in {"utf-8", "utf8"} or length > MAX_URL_LENGTH:
            return bad_request(request)
        if not is_storable(request.path) or has_unstorable_text(request.GET):
            return bad_request(request)
        return self.get_response(request)


class FormValidationMiddleware:
    """Validates the fields of a form, after the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if request.method == "POST" and has_unstorable_text(request.POST):
            raise BadRequest("A field contains characters that cannot be stored.")


def has_unstorable_text(fields: QueryDict) -> bool:
    return not all(is_storable(text) for key, values in fields.lists() for text in (key, *values))


def is_storable(text: object) -> bool:
    """Whether the text has no NUL and no lone surrogate, which PostgreSQL rejects."""
    if "\0" in str(text):
        return False
    try:
        str(text).encode()
    except UnicodeEncodeError:
        return False
    return True
