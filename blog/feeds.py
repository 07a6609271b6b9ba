"""Atom feeds with the full text of the newest articles. They are cached like all public pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Model, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from accounts.models import User
from blog.article_page.metadata import absolute_url
from blog.cache.http import cacheable
from blog.links import resolve_links
from blog.listings import posts_of_author, posts_with_tag
from blog.models import BlogSettings, Post, Section, Tag
from blog.models.authorship import AUTHORS_IN_ORDER
from blog.models.post import PostQuerySet

MAX_ITEMS = 20
INVALID_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class FullTextFeed(Atom1Feed):
    """Atom with all authors. The full text is the ``content``, the standfirst the summary."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **strip_invalid_xml(fields))

    def add_item(self, *args: Any, **fields: Any) -> None:
        super().add_item(*args, **strip_invalid_xml(fields))

    def latest_post_date(self) -> datetime:
        """A fixed date for empty feeds. Django uses the current time, which would change the bytes every time."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["coauthors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html", "xml:base": item["link"]})


def strip_invalid_xml(value: Any) -> Any:
    """Without characters that XML doesn't allow, such as control characters pasted from word processors."""
    if isinstance(value, dict):
        return {name: strip_invalid_xml(part) for name, part in value.items()}
    if isinstance(value, list):
        return [strip_invalid_xml(part) for part in value]
    return INVALID_IN_XML.sub(" ", value) if isinstance(value, str) else value


def section_html(section: Section) -> str:
    heading = f"<h{section.level}>{section.heading_html}</h{section.level}>" if section.level else ""
    return heading + section.html


class CachedFeed[Item: Model, Context](Feed[Item, Context]):
    """A feed that is cached like a page. Feed instances are shared by all requests, so they keep no state.

    ``get_object`` returns an object with ``cache_tags``.
    """

    feed_type = FullTextFeed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Like Django's, but without Last-Modified, which doesn't change when an article is withdrawn."""
        context: Any = self.get_object(request, *args, **kwargs)
        feed = self.get_feed(context, request)
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        feed.write(response, "utf-8")
        return cacheable(request, response, context.cache_tags)


@dataclass(frozen=True)
class FeedContext:
    """The data of a feed; ``subject`` is the tag or author whose articles it lists."""

    site: BlogSettings
    path: str
    posts: PostQuerySet
    subject: Tag | User | None = None
    cache_tags: Sequence[str] = ("site", "posts")


class SiteFeed(CachedFeed[Post, FeedContext]):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FeedContext:
        return FeedContext(BlogSettings.current(), request.path, Post.objects.published())

    def title(self, context: FeedContext) -> str:
        return f"{context.subject} · {context.site.name}" if context.subject else context.site.name

    def subtitle(self, context: FeedContext) -> str:
        return context.site.description or context.site.tagline

    def link(self, context: FeedContext) -> str:
        return absolute_url(context.subject.get_absolute_url() if context.subject else reverse("blog:home"))

    def feed_url(self, context: FeedContext) -> str:
        return absolute_url(context.path)

    def items(self, context: FeedContext) -> list[Post]:
        sections = Prefetch("sections", queryset=Section.objects.order_by("position"))
        newest = context.posts.newest_first().defer("body").select_related("cover")
        posts = list(newest.prefetch_related(AUTHORS_IN_ORDER, "tags", sections)[:MAX_ITEMS])
        resolve_links((section for post in posts for section in post.sections.all()), is_absolute=True)
        return posts

    def item_title(self, post: Post) -> str:
        return post.title

    def item_link(self, post: Post) -> str:
        return absolute_url(post.get_absolute_url())

    def item_description(self, post: Post) -> str:
        """Atom's summary, as HTML."""
        return escape(post.standfirst)

    def item_pubdate(self, post: Post) -> datetime | None:
        return post.published_at

    def item_updateddate(self, post: Post) -> datetime | None:
        return post.revised_at or post.published_at

    def item_author_name(self, post: Post) -> str | None:
        return next((author.display_name for author in post.ordered_authors), None)

    def item_categories(self, post: Post) -> list[str]:
        return [tag.name for tag in post.tags.all()]

    def item_guid(self, post: Post) -> str:
        """Independent of the slug, so that it never changes."""
        return absolute_url(f"/articles/#{post.pk}")

    def item_extra_kwargs(self, post: Post) -> dict[str, Any]:
        return {
            "coauthors": [author.display_name for author in post.ordered_authors[1:]],
            "content": "".join(map(section_html, post.sections.all())),
            "language": post.language or settings.LANGUAGE_CODE,
        }


class TagFeed(SiteFeed):
    def get_object(self, request: HttpRequest, slug: str) -> FeedContext:
        tag = get_object_or_404(Tag, slug=slug)
        return FeedContext(BlogSettings.current(), request.path, posts_with_tag(tag).at(slice(MAX_ITEMS)), tag)


class AuthorFeed(SiteFeed):
    def get_object(self, request: HttpRequest, slug: str) -> FeedContext:
        author = get_object_or_404(User, slug=slug)
        return FeedContext(BlogSettings.current(), request.path, posts_of_author(author).at(slice(MAX_ITEMS)), author)
