"""The article without its comments is identical for everyone, so it is cached for signed-in readers as well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from blog.article_page.navigation import ArticleNavigation, load_navigation
from blog.cache.http import next_change
from blog.cache.pages import fetch, store
from blog.links import resolve_links
from blog.models import BlogSettings, Post, Section
from blog.models.authorship import load_bylines


@dataclass(frozen=True)
class ArticlePage:
    """``until`` is when an article that the page may list is published or expires next."""

    post: Post
    site: BlogSettings
    sections: list[Section]
    navigation: ArticleNavigation
    until: datetime | None = None


def build_article_page(post: Post, site: BlogSettings) -> ArticlePage:
    """Takes a post from ``for_reading``. Four queries, and one more if it links to articles by id."""
    prefetch_related_objects([post], "tags")
    navigation = load_navigation(post, site.related_count)
    load_bylines([post, *navigation.related])
    sections = list(post.sections.defer("text"))
    resolve_links(sections)
    return ArticlePage(post, site, sections, navigation)


def cached_article_page(post: Post) -> ArticlePage:
    """Takes a readable post from ``for_reading``. The versions that it was annotated with are part of the cache key.

    No queries if it is cached, else six or seven. The versions are read first, so the data can only be newer.
    """
    versions = post.site_version, post.posts_version, post.own_version
    key = f"article:{post.pk}:{':'.join(map(str, versions))}"
    now = timezone.now()
    found: ArticlePage | None = fetch(key)
    if found is None or (found.until is not None and found.until <= now):
        found = replace(build_article_page(post, BlogSettings.current()), until=next_change(now))
        store(key, found)
    return found
