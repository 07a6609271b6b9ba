from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from blog.cache.http import CacheableResponse


def gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(level=6, wbits=31)
    return packer.compress(body) + packer.flush()


# In order of preference. Level 5 takes about 2 ms for an article; cached pages are compressed once.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": gzip,
}
REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


class AcceptEncodingMiddleware:
    """Removes refused encodings (``gzip;q=0``) from the request, since WhiteNoise and Django only look for names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "HTTP_ACCEPT_ENCODING" in request.META:
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted_codings(request.META["HTTP_ACCEPT_ENCODING"]))
        return self.get_response(request)


def accepted_codings(header: str) -> list[str]:
    """The encodings in an Accept-Encoding header, except those with a weight of 0 (RFC 9110, section 12.5.3)."""
    choices = (choice.partition(";") for choice in header.lower().split(","))
    return [coding.strip() for coding, _, weight in choices if coding.strip() and not REFUSED.fullmatch(weight)]


@lru_cache(maxsize=200)
def accepted_coding(header: str) -> str:
    """The preferred encoding of an Accept-Encoding header, or "" if there is none."""
    accepted = accepted_codings(header)
    return next((coding for coding in CODINGS if coding in accepted), "")


class TextGZipMiddleware(GZipMiddleware):
    """Compresses pages, with Django's random padding against guessing secrets from their length (BREACH).

    Streamed files are left alone: images are compressed already, and static files have compressed copies. Pages that
    may be cached contain no secrets; the page cache compresses them.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not isinstance(response, HttpResponse):
            return response
        if isinstance(response, CacheableResponse) and response.is_shared:
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed
