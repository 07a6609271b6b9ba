"""What makes a page the same for every reader, and so fit for any cache (DESIGN, decisions 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from blog.models import PageVersion, Post

OWN_COMMENTS_COOKIE = "colophon_comments"
PRIVATE_COOKIES = {settings.SESSION_COOKIE_NAME, "messages", OWN_COMMENTS_COOKIE}
SHARED_SECONDS = 60


@dataclass(frozen=True)
class PublicPage:
    versions: dict[str, int]
    until: datetime | None


def current_versions(tags: Iterable[str]) -> dict[str, int]:
    """The versions a page is about to be made from; read them before anything else. One query."""
    versions = dict.fromkeys(tags, 0)
    versions.update(PageVersion.objects.filter(tag__in=versions).values_list("tag", "version"))
    return versions


def next_change(now: datetime | None = None) -> datetime | None:
    """When the next scheduled post appears or the next one expires. One query."""
    now = now or timezone.now()
    moments = Post.objects.filter(status__in=Post.READABLE).aggregate(
        appears=Min("published_at", filter=Q(published_at__gt=now)),
        expires=Min("expires_at", filter=Q(expires_at__gt=now)),
    )
    return min(filter(None, moments.values()), default=None)


def is_private(request: HttpRequest) -> bool:
    return bool(PRIVATE_COOKIES & request.COOKIES.keys())


def public_page(request: HttpRequest, response: HttpResponse, versions: dict[str, int]) -> HttpResponse:
    """Let caches keep the page until one of ``versions`` rises, or mark it private for who is known here."""
    patch_vary_headers(response, ["Cookie"])
    if is_private(request):
        response.headers["Cache-Control"] = "private, no-store"
        return response
    until = next_change()
    shared = SHARED_SECONDS
    if until:
        shared = max(0, min(shared, int((until - timezone.now()).total_seconds())))
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={shared}"
    response.headers["Surrogate-Key"] = " ".join(sorted(versions))
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.public_page = PublicPage(versions, until)  # type: ignore[attr-defined]
    return response
