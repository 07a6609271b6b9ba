"""Error pages. 400 and 500 use neither session nor database, since either may have failed."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.template.loader import render_to_string

from config.middleware.unavailable import unavailable
from config.runtime.database_outage import record_outage

MAX_TEXT_LENGTH = 20_000
SKIPPED_FIELDS = {"csrfmiddlewaretoken", "next", "login", "email", "started"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called by Django while it handles the exception, including exceptions raised in middleware."""
    if record_outage(sys.exception()):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseForbidden:
    """Reject the request and show the submitted text, so that it can be copied."""
    return HttpResponseForbidden(render_to_string("403.html", {"kept_text": typed_text(request)}, request))


def typed_text(request: HttpRequest) -> str:
    """The longest submitted value that is neither a password nor a path."""
    values = [
        str(value)
        for name, value in request.POST.items()
        if name not in SKIPPED_FIELDS and "password" not in name and not str(value).startswith("/")
    ]
    return max(values, key=len, default="")[:MAX_TEXT_LENGTH]
