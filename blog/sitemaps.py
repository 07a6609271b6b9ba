from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from blog.article_page.metadata import absolute_url
from blog.cache.http import cacheable
from blog.models import Post, Series, Tag


class SiteSitemap(Sitemap[Any]):
    protocol = urlsplit(settings.SITE_URL).scheme
    limit = 10_000

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, item: Any) -> datetime | None:
        changed: datetime | None = item.changed
        return changed


class PostSitemap(SiteSitemap):
    def items(self) -> QuerySet[Post]:
        return Post.objects.published().only("slug", "published_at", "revised_at").newest_first()

    def lastmod(self, item: Post) -> datetime | None:
        return item.revised_at or item.published_at


class TagSitemap(SiteSitemap):
    def items(self) -> QuerySet[Tag]:
        published = Post.objects.published().values("pk")
        used = Tag.objects.filter(posts__in=published).annotate(uses=Count("posts"), changed=Max("posts__published_at"))
        return used.order_by("pk")


class SeriesSitemap(SiteSitemap):
    def items(self) -> QuerySet[Series]:
        published = Post.objects.published().values("pk")
        return Series.objects.filter(posts__in=published).annotate(changed=Max("posts__published_at")).order_by("pk")


class AuthorSitemap(SiteSitemap):
    def items(self) -> QuerySet[User]:
        published = Post.objects.published().values("pk")
        return User.objects.filter(posts__in=published).annotate(changed=Max("posts__published_at")).order_by("pk")


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
