from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.utils.http import parse_etags

from blog.cache.http import cache_control
from config.middleware.compression import CODINGS, accepted_coding
from config.page_cache.request import Environ

Headers = list[tuple[str, str]]

VARIABLE = {"cache-control", "content-length", "etag"}  # added to each response
OF_THE_BODY = {"content-type", "content-length", "content-encoding"}
OVERHEAD = 1.5  # the size of a page with its compressed copies and headers, relative to the page


class EncodedPage(NamedTuple):
    body: bytes
    headers: Headers
    etag: str


@dataclass
class StoredPage:
    """The whole response to a request, with the versions of the tags that it depends on.

    ``variant`` identifies the request it was rendered for: other variants may have the same slot.
    """

    variant: tuple[str, str, str]
    headers: Headers
    body: bytes
    versions: dict[str, int]
    until: datetime | None
    encoded: dict[str, EncodedPage] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """An estimate, in bytes."""
        return int(len(self.body) * OVERHEAD) + 1_000

    def is_current(self, versions: dict[str, int]) -> bool:
        return all(versions[tag] == version for tag, version in self.versions.items())

    def is_expired(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until

    def encode(self, coding: str) -> EncodedPage:
        """The page in one of ``CODINGS``, or as it is. Each encoding is made once, when it is first asked for."""
        if coding not in self.encoded:
            body = CODINGS[coding](self.body) if coding else self.body
            # Of the page alone, so that all processes agree; each encoding has one of its own (RFC 9110, 8.8.3.3).
            etag = f'"{sha256(self.body).hexdigest()[:32]}{"-" if coding else ""}{coding}"'
            headers = [pair for pair in self.headers if pair[0].lower() not in VARIABLE]
            headers += [("Content-Encoding", coding)] if coding else []
            headers += [("Content-Length", str(len(body))), ("ETag", etag)]
            self.encoded[coding] = EncodedPage(body, headers, etag)
        return self.encoded[coding]


class Answer(NamedTuple):
    status: str
    headers: Headers
    body: Iterable[bytes]


def answer_with(
    page: StoredPage, environ: Environ, now: datetime, cache_status: str, *, is_stale: bool = False
) -> Answer:
    """The page in the preferred encoding of the client, or 304 if the client has it. No cache may keep a stale page."""
    body, headers, etag = page.encode(accepted_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
    policy = "public, max-age=0, s-maxage=0" if is_stale else cache_control(page.until, now)
    headers = [*headers, ("Cache-Control", policy), ("Cache-Status", f"colophon; {cache_status}")]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and has_etag(known, etag):
        return Answer("304 Not Modified", [pair for pair in headers if pair[0].lower() not in OF_THE_BODY], [])
    return Answer("200 OK", headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [body])


def has_etag(header: str, etag: str) -> bool:
    """Compares weakly, as If-None-Match does: proxies that compress a page weaken its ETag."""
    known = parse_etags(header)
    return known == ["*"] or etag in (other.removeprefix("W/") for other in known)
