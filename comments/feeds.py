"""Atom feeds of public comments, newest first: of one article or of the whole site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.article_page.metadata import absolute_url
from blog.cache.versions import user_tags
from blog.feeds import CachedFeed
from blog.models import BlogSettings, Post
from comments.models import Comment
from comments.models.comment import CommentQuerySet

NEWEST = 50


@dataclass(frozen=True)
class CommentFeed:
    """The data of one response. It isn't stored in the feed object, which serves all requests at the same time."""

    site: BlogSettings
    path: str
    comments: list[Comment]
    post: Post | None
    cache_tags: set[str]


def comment_feed(request: HttpRequest, comments: CommentQuerySet, post: Post | None = None) -> CommentFeed:
    """The newest comments, and the cache tags of everything in the feed. Two queries."""
    shown = comments.select_related("author", "post").defer("body", "post__body").order_by("-created_at", "-pk")
    newest = list(shown[:NEWEST])
    thread = f"comments:{post.pk}" if post else "comments"
    tags = {"site", "posts", thread, *user_tags(comment.author_id for comment in newest)}
    return CommentFeed(BlogSettings.current(), request.path, newest, post, tags)


def thread_title(article: str, site: str) -> str:
    return _("Comments on “%(title)s” · %(site)s") % {"title": article, "site": site}


class AllComments(CachedFeed[Comment, CommentFeed]):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> CommentFeed:
        """Comments are read from the newest one on, each with a look at its article, until there are enough."""
        return comment_feed(request, Comment.objects.approved().on(Post.objects.published()))

    def title(self, feed: CommentFeed) -> str:
        if feed.post:
            return thread_title(feed.post.title, feed.site.name)
        return _("Comments · %s") % feed.site.name

    def link(self, feed: CommentFeed) -> str:
        return absolute_url(f"{feed.post.get_absolute_url()}#comments" if feed.post else reverse("blog:home"))

    def feed_url(self, feed: CommentFeed) -> str:
        return absolute_url(feed.path)

    def items(self, feed: CommentFeed) -> list[Comment]:
        return feed.comments

    def item_title(self, comment: Comment) -> str:
        return _("%(name)s on “%(title)s”") % {"name": comment.shown_name, "title": comment.post.title}

    def item_link(self, comment: Comment) -> str:
        return absolute_url(comment.get_absolute_url())

    def item_guid(self, comment: Comment) -> str:
        """It never changes, even if the URL of the article does."""
        return absolute_url(comment.get_absolute_url())

    def item_description(self, comment: Comment) -> None:  # type: ignore[override]
        return None

    def item_pubdate(self, comment: Comment) -> datetime:
        return comment.created_at

    def item_updateddate(self, comment: Comment) -> datetime:
        return comment.edited_at or comment.created_at

    def item_author_name(self, comment: Comment) -> str:
        return comment.shown_name

    def item_extra_kwargs(self, comment: Comment) -> dict[str, Any]:
        return {"coauthors": [], "content": comment.html, "language": ""}


class ArticleComments(AllComments):
    def get_object(self, request: HttpRequest, slug: str) -> CommentFeed:
        post = get_object_or_404(Post.objects.readable(), slug=slug)
        return comment_feed(request, Comment.objects.approved().filter(post=post), post)
