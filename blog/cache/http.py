"""Headers and rules that let caches share a page between anonymous readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Value
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from blog.models import Post

OWN_COMMENTS_COOKIE = "colophon_comments"
READER_COOKIE = "colophon_reader"  # identifies anonymous visitors who like or report comments
PRIVATE_COOKIES = {settings.SESSION_COOKIE_NAME, "messages", OWN_COMMENTS_COOKIE, READER_COOKIE}
STALE_SECONDS = 60
# Each branch is the first entry of an index after a moment.
BRANCHES = [
    f"SELECT * FROM (SELECT {date} AS moment FROM blog_post WHERE status = '{status}' AND {date} > %s "  # noqa: S608
    f"ORDER BY {date} LIMIT 1) AS {status}_{date}"
    for status in Post.READABLE
    for date in ("published_at", "expires_at")
]
NEXT_CHANGE = f"SELECT MIN(moment) FROM ({' UNION ALL '.join(BRANCHES)}) AS moments"  # noqa: S608
MOMENT = Value(None, output_field=DateTimeField())


@dataclass
class PageDependencies:
    """What a page shows. A view passes it to its template as ``dependencies``, and template tags add to it."""

    tags: set[str]
    until: datetime | None = None

    def add(self, *tags: str, until: datetime | None = None) -> None:
        """``until`` is when the next scheduled change of that part is due."""
        self.tags |= set(tags)
        self.until = min(filter(None, (self.until, until)), default=None)


class CacheableResponse(HttpResponse):
    """A response that may be cached while ``tags`` are unchanged, but not after ``until``."""

    def __init__(self, response: HttpResponse, tags: frozenset[str], until: datetime | None) -> None:
        super().__init__(response.content, status=response.status_code, headers=dict(response.items()))
        self.cookies = response.cookies
        self.tags, self.until = tags, until

    @property
    def is_shared(self) -> bool:
        """A page that sets a cookie is for one visitor."""
        return self.status_code == 200 and not self.cookies


def has_private_cookies(request: HttpRequest) -> bool:
    """Whether the response may differ from what an unidentified visitor gets. Reads no session."""
    return not PRIVATE_COOKIES.isdisjoint(request.COOKIES)


def has_private_cookie_header(header: str) -> bool:
    """The same for the value of a Cookie header."""
    return bool(header) and not PRIVATE_COOKIES.isdisjoint(parse_cookie(header))


def cacheable(
    request: HttpRequest,
    response: HttpResponse,
    tags: Iterable[str],
    until: datetime | None = None,
    *,
    schedule_known: bool = False,
) -> HttpResponse:
    """Mark the response as cacheable until any of ``tags`` changes; never cacheable for identified visitors.

    It expires when the next post appears or expires, or at ``until`` if that is sooner. One query, none if ``until``
    is never later than that (``schedule_known``).
    """
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if has_private_cookies(request):
        response.headers["Cache-Control"] = "no-store, private"
        return response
    tags, seen = frozenset(tags), received_at(request.META)
    if not schedule_known:
        until = min(filter(None, (until, next_change(seen))), default=None)
    response.headers["Cache-Control"] = cache_control(until, seen)
    response.headers["Surrogate-Key"] = " ".join(sorted(tags))
    return CacheableResponse(response, tags, until)


def cache_control(until: datetime | None, now: datetime) -> str:
    """Lets shared caches keep a page for SHARED_CACHE_SECONDS, but not after ``until``.

    While they fetch it again, they may serve the old one for up to a minute more.
    """
    longest = settings.SHARED_CACHE_SECONDS
    seconds = max(0, min(longest, int((until - now).total_seconds()))) if until else longest
    stale = min(seconds, STALE_SECONDS)
    return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={stale}"


def received_at(environ: dict[str, Any]) -> datetime:
    """The time at which the page cache, or else the first caller, saw the request with this WSGI environment."""
    moment: datetime = environ.setdefault("colophon.received_at", timezone.now())
    return moment


def next_change(seen: datetime) -> datetime | None:
    """When, after ``seen``, the next scheduled post appears or the next one expires.

    One query, which reads at most four entries of indexes. It runs for every page that isn't cached; built by the ORM
    it would take several times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_CHANGE, [connection.ops.adapt_datetimefield_value(seen)] * 4)
        moment: datetime | None = cursor.fetchone()[0]
    for convert in connection.ops.get_db_converters(MOMENT):
        moment = convert(moment, MOMENT, connection)
    return moment
