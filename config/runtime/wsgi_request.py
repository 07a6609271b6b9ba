"""A request class that accepts malformed requests, so that rejections are pages with all headers."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Leaves it to RequestValidationMiddleware to reject an unusable Content-Type.

    If it cannot parse the header, Django raises an error while it creates the request, before any middleware runs. As
    setting the encoding decodes the query string, charsets such as idna and more than 1,000 parameters do the same.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {"charset": "unreadable"}


class Handler(WSGIHandler):
    request_class = Request
