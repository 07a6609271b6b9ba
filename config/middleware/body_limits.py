"""Limits the size of request bodies, before anything reads or parses them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from blog.images import MAX_BYTES

FORM_BYTES = 64 * 1024  # a comment of 4,000 emoji takes 48,000 bytes, percent-encoded
STAFF_FORM_BYTES = 3_000_000  # an article of 200,000 emoji
IMAGE_FORM_BYTES = MAX_BYTES + STAFF_FORM_BYTES  # the image and the fields beside it
DISCARDED_BYTES = 1024 * 1024
IMAGE_PAGES_OF_STAFF = {"admin:blog_image_add", "admin:blog_image_change", "admin:blog_image_upload"}
IMAGE_PAGES_OF_MEMBERS = {"accounts:profile"}


class BodyLimitMiddleware:
    """Rejects requests by their Content-Length; Django never reads more than that.

    The limit depends on the page and, for images, on the user. ``process_view`` has to run before anything reads
    ``request.POST``, so this is listed before the CSRF middleware. No query for bodies of up to 64 KB. The body of a
    request for a page that does not exist is never read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
            return HttpResponse(render_to_string("400.html"), status=411)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        length = body_length(request)
        if length <= FORM_BYTES or length <= (limit := largest_body(request)):
            return None
        discard(request, length)
        return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)


def body_length(request: HttpRequest) -> int:
    """The announced length. Like Django, treats anything but a number as 0; nothing is read then."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def largest_body(request: HttpRequest) -> int:
    page = request.resolver_match
    if page is None:
        return FORM_BYTES
    if page.view_name in IMAGE_PAGES_OF_MEMBERS and request.user.is_authenticated:
        return IMAGE_FORM_BYTES
    if page.view_name in IMAGE_PAGES_OF_STAFF and getattr(request.user, "is_staff", False):
        return IMAGE_FORM_BYTES
    return STAFF_FORM_BYTES if "admin" in page.app_names else FORM_BYTES


def discard(request: HttpRequest, length: int) -> None:
    """Read a body that is slightly too long: browsers only show a response once they have sent everything.

    For longer ones the connection is closed, and browsers show an error page of their own.
    """
    if length <= DISCARDED_BYTES:
        while request.read(FORM_BYTES):
            pass
