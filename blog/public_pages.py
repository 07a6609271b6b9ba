"""What makes a page the same for every reader, and so fit for any cache (DESIGN, decisions 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from blog.models import PageVersion, Post

OWN_COMMENTS_COOKIE = "colophon_comments"
READER_COOKIE = "colophon_reader"  # of who likes or reports a comment
PRIVATE_COOKIES = {settings.SESSION_COOKIE_NAME, "messages", OWN_COMMENTS_COOKIE, READER_COOKIE}
SHARED_SECONDS = 60


@dataclass(frozen=True)
class PublicPage:
    """What the page cache must know of a response: what it was made from and when the next change is due."""

    tags: frozenset[str]
    until: datetime | None


def is_private(request: HttpRequest) -> bool:
    """Whether the answer may differ from what a stranger gets. Reads no session."""
    return not PRIVATE_COOKIES.isdisjoint(request.COOKIES)


def public_page(
    request: HttpRequest, response: HttpResponse, tags: Iterable[str], until: datetime | None = None
) -> HttpResponse:
    """Let caches keep the page while the versions of ``tags`` stand; out of all for who is known here.

    The page holds until the next post appears or expires, or ``until`` if that is sooner. One query.
    """
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if is_private(request):
        response.headers["Cache-Control"] = "no-store, private"
        return response
    seen = getattr(request, "received_at", None) or timezone.now()
    until = min(filter(None, (until, getattr(request, "changes_at", None), next_change(seen))), default=None)
    seconds = min(SHARED_SECONDS, int((until - seen).total_seconds())) if until else SHARED_SECONDS
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"
    response.headers["Surrogate-Key"] = " ".join(sorted(tags))
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.public_page = PublicPage(frozenset(tags), until)  # type: ignore[attr-defined]
    return response


def next_change(seen: datetime) -> datetime | None:
    """When, after ``seen``, the next scheduled post appears or the next one expires. One query."""
    readable = Post.objects.filter(status__in=Post.READABLE).order_by()
    appears = readable.filter(published_at__gt=seen).values_list("published_at", flat=True)
    expires = readable.filter(expires_at__gt=seen).values_list("expires_at", flat=True)
    return appears.union(expires).order_by("published_at").first()


def current_versions(tags: Iterable[str]) -> dict[str, int]:
    """The version of every tag, 0 for what never changed. One query."""
    versions = dict.fromkeys(tags, 0)
    versions.update(PageVersion.objects.filter(tag__in=versions).values_list("tag", "version"))
    return versions
