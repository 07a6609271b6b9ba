"""Error pages. They read neither the form nor the session, and the 500 page asks no database."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def error_page(status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuses the post and gives the longest text that was typed back, so that it can be copied."""
    typed = max((value for key, value in request.POST.items() if "password" not in key), key=len, default="")
    kept = str(typed) if len(str(typed)) > 40 else ""
    return HttpResponse(render_to_string("403.html", {"kept_text": kept[:20_000]}), status=403)
