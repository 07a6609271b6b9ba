"""The article without its comments is identical for everyone, so it is rendered once and stored for all readers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import FETCH_RAISE, BigIntegerField, CharField, DateTimeField, Value, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.utils import timezone

from blog.article_page.navigation import ArticleNavigation, load_navigation
from blog.cache import pages
from blog.cache.http import NEXT_CHANGE
from blog.cache.versions import OUTER_RELATED, version_of
from blog.links import resolve_links
from blog.models import BlogSettings, Post, Section
from blog.models.authorship import load_bylines
from blog.prepared_query import Parameter, PreparedQuery


@dataclass(frozen=True)
class ArticlePage:
    """An article for its template, or, if it was stored, the parts of the page that are already rendered.

    The template adds them to ``html`` (``{% stored %}``). A stored article has no sections and no navigation.
    ``until`` is when an article that the page may list is published or expires next. Only pages with a key are stored.
    """

    post: Post
    site: BlogSettings
    sections: list[Section] = field(default_factory=list)
    navigation: ArticleNavigation | None = None
    html: dict[str, str] = field(default_factory=dict)
    until: datetime | None = None
    key: str = ""


def build_article_page(post: Post, site: BlogSettings) -> ArticlePage:
    """Takes a post from ``for_reading``. Four queries, and one more if it links to articles by id."""
    prefetch_related_objects([post], "tags")
    navigation = load_navigation(post, site.related_count)
    load_bylines([post, *navigation.related])
    sections = list(sections_of_post()(post=post.pk))
    resolve_links(sections)
    return ArticlePage(post, site, sections, navigation)


@cache
def sections_of_post() -> PreparedQuery[Section]:
    return PreparedQuery(Section.objects.filter(post=Parameter("post", BigIntegerField())).defer("text"))


def stored_article_page(slug: str) -> ArticlePage | None:
    """The page of a readable article; None if there is none with that slug.

    One query if it is stored, else seven or eight. The key contains the versions of what it shows, and these are read
    first, so the data can only be newer.
    """
    now = timezone.now()
    head: Any = find_readable(slug, now)
    if head is None:
        return None
    key = f"article:{head.pk}:{head.site_version}:{head.posts_version}:{head.related_version}"
    found: ArticlePage | None = pages.fetch(key)
    if found is None or (found.until is not None and found.until <= now):
        post = next(iter(Post.objects.for_reading().filter(pk=head.pk).order_by()), None)
        if post is None or not post.is_readable(now):
            return None
        found = replace(build_article_page(post, BlogSettings.current()), until=head.until, key=key)
    found.post.comment_count = head.comment_count  # comments don't change the versions
    return found


def find_readable(slug: str, now: datetime) -> Post | None:
    """What decides whether an article is shown, and whether the stored one is current. One query."""
    normalized = Post._meta.get_field("slug").to_python(slug)
    return next(iter(readable_by_slug()(now=now, slug=normalized)), None)


@cache
def readable_by_slug() -> PreparedQuery[Post]:
    now, slug = Parameter("now", DateTimeField()), Parameter("slug", CharField())
    posts = Post.objects.readable(now).filter(slug=slug).order_by()
    tags = {"site_version": Value("site"), "posts_version": Value("posts"), "related_version": OUTER_RELATED}
    versions = {name: version_of(tag) for name, tag in tags.items()}
    until = RawSQL(NEXT_CHANGE, [now] * 4, DateTimeField())  # noqa: S611
    return PreparedQuery(posts.only("comment_count").annotate(**versions, until=until).fetch_mode(FETCH_RAISE))


def store_article_page(page: ArticlePage) -> None:
    """Store what the template has rendered, unless it was stored before."""
    if page.key and page.navigation:
        pages.store(page.key, replace(page, sections=[], navigation=None))
