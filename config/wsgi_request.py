"""A request that can always be made, so that every refusal is a page with all headers."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Leaves it to OddInputMiddleware to refuse an unusable Content-Type.

    Django raises while it builds the request, before any middleware: for a header it cannot parse, and, because
    setting the encoding decodes the query string, for charsets such as idna and for more than 1,000 parameters.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {"charset": "unreadable"}


class Handler(WSGIHandler):
    request_class = Request
