"""Sitemaps of articles, tags, series and authors.

Parts of the articles are found by their dates, and are small, so that they can be read quickly. Which tags, series and
authors have articles, and when the last one was published, is computed after an article has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max, Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from blog.article_page.metadata import absolute_url
from blog.cache.derived import derived_from_posts
from blog.cache.http import cacheable
from blog.listings import PostsByDate, published_months
from blog.models import Post, Series, Tag
from blog.models.post import PostQuerySet


class SiteSitemap(Sitemap[Any]):
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PublishedPosts(PostsByDate):
    def __getitem__(self, rows: slice) -> PostQuerySet:
        return self.at(rows).only("slug", "published_at", "revised_at")


class PostSitemap(SiteSitemap):
    limit = 500

    def items(self) -> PublishedPosts:  # type: ignore[override]
        return PublishedPosts(published_months())

    def lastmod(self, item: Post) -> datetime | None:
        return item.revised_at or item.published_at

    def get_latest_lastmod(self) -> datetime | None:
        """Two queries, which read the first entries of indexes."""
        posts = Post.objects.published()
        published = posts.newest_first().values_list("published_at", flat=True).first()
        revised = posts.filter(revised_at__isnull=False).order_by("-revised_at").values_list("revised_at", flat=True)
        return max(filter(None, (published, revised.first())), default=None)


class DerivedSitemap(SiteSitemap):
    """The pages of objects with published articles."""

    limit = 10_000
    model: type[Model]

    def items(self) -> Sequence[Any]:
        """Only what a sitemap shows, because it is cached."""
        return derived_from_posts(f"sitemap:{self.model.__name__}", self.objects_with_posts)

    def objects_with_posts(self) -> list[Any]:
        with_posts = self.model._default_manager.filter(posts__in=Post.objects.published().values("pk"))
        return list(with_posts.annotate(changed=Max("posts__published_at")).only("slug").order_by("pk"))

    def lastmod(self, item: Any) -> datetime | None:
        changed: datetime | None = item.changed
        return changed


class TagSitemap(DerivedSitemap):
    model = Tag


class SeriesSitemap(DerivedSitemap):
    model = Series


class AuthorSitemap(DerivedSitemap):
    model = User


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "articles": PostSitemap,
    "tags": TagSitemap,
    "series": SeriesSitemap,
    "authors": AuthorSitemap,
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    response = views.index(request, SITEMAPS, sitemap_url_name="blog:sitemap_section")
    for part in (response.context_data or {})["sitemaps"]:  # Django uses the host of the request
        part.location = absolute_url(urlunsplit(urlsplit(part.location)._replace(scheme="", netloc="")))
    return cacheable(request, response.render(), ["posts"])


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    response = views.sitemap(request, SITEMAPS, section=section)
    return cacheable(request, response.render(), ["posts"])
