"""Rejects request methods that a page does not support, including for views of Django and allauth."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

METHODS = ("GET", "HEAD", "POST")


class AllowedMethodsMiddleware:
    """Responds with 405 to PUT, DELETE and unknown methods, and to OPTIONS with the methods that the page supports.

    Django's form views treat PUT as POST, which no page here intends. GET, HEAD and POST are left to the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *arguments: object) -> HttpResponse | None:
        if request.method in METHODS:
            return None
        allowed = [*supported_methods(view), "OPTIONS"]
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
        return HttpResponseNotAllowed(allowed)


def supported_methods(view: View) -> list[str]:
    """The methods that a class-based view implements or that Django's ``require_…`` decorators name, else METHODS."""
    if view_class := getattr(view, "view_class", None):
        return [name for name in METHODS if hasattr(view_class, "get" if name == "HEAD" else name.lower())]
    layer: object = view
    while inspect.isfunction(layer):
        if named := inspect.getclosurevars(layer).nonlocals.get("request_method_list"):
            return sorted(named)
        layer = getattr(layer, "__wrapped__", None)
    return list(METHODS)
