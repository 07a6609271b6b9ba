"""Responses while the database is unavailable: stored pages (config.page_cache), and 503 for the rest."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from config.middleware.body_limits import STAFF_FORM_BYTES, body_length
from config.runtime.database_outage import is_database_down, outage

RETRY_AFTER = 30  # seconds
NEEDS_NO_DATABASE = ("/media/", "/robots.txt", "/favicon.ico")
LOGINS = ("/accounts/login/", "/admin/login/")
TEXT_FIELD = "body"  # of comments and articles
SECRETS = ("password", "code")


class DatabaseOutageMiddleware:
    """Responds with 503 at once while the database is known to be unavailable, if the page cache has no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(NEEDS_NO_DATABASE):
            return self.get_response(request)
        if is_database_down(request.META):
            return unavailable(request)
        response = self.get_response(request)
        outage.end_if_connected()
        return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """A page with status 503, the submitted text, and a button to send it again. Uses neither session nor database."""
    fields = typed_fields(request)
    context = {
        "text": next((value for name, value in fields if name == TEXT_FIELD), ""),
        "fields": [(name, value) for name, value in fields if name != TEXT_FIELD],
        "text_field": TEXT_FIELD,
        "is_login": request.path.startswith(LOGINS),
    }
    page = render_to_string("unavailable.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that contains a text, without files and secrets, so that it can be sent again."""
    if request.method != "POST" or body_length(request) > STAFF_FORM_BYTES:
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    if not any(name == TEXT_FIELD and value for name, value in fields):
        return []
    return [(name, str(value)) for name, value in fields if not any(secret in name for secret in SECRETS)]
