"""Error pages. None reads the form. 400 and 500 use no session and no database: either may be what failed."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.template.loader import render_to_string

from config.database_outage import record_outage
from config.middleware.unavailable import unavailable

KEPT_LENGTH = 20_000
NOT_WORDS = {"csrfmiddlewaretoken", "next", "login", "email", "started"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception, also for one that a middleware raised."""
    if record_outage(sys.exception()):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseForbidden:
    """Refuses the post and gives the text that was typed back as ``kept_text``, so that it can be copied."""
    return HttpResponseForbidden(render_to_string("403.html", {"kept_text": typed_text(request)}, request))


def typed_text(request: HttpRequest) -> str:
    """The longest thing that was typed, no password and no address."""
    words = [
        str(value)
        for name, value in request.POST.items()
        if name not in NOT_WORDS and "password" not in name and not str(value).startswith("/")
    ]
    return max(words, key=len, default="")[:KEPT_LENGTH]
