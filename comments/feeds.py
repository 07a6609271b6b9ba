"""Atom feeds of comments, newest first: of one article and of the site. Nothing that readers do not see."""

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
class About:
    """What one answer is made for. A feed object serves all requests at once and keeps nothing of them."""

    site: BlogSettings
    path: str
    comments: list[Comment]
    post: Post | None
    cache_tags: set[str]


def about(request: HttpRequest, comments: CommentQuerySet, post: Post | None = None) -> About:
    """The newest of the comments, and whose names the page then depends on. Two queries."""
    shown = comments.select_related("author", "post").defer("body", "post__body").order_by("-created_at", "-pk")
    newest = list(shown[:NEWEST])
    thread = f"comments:{post.pk}" if post else "comments"
    tags = {"site", "posts", thread, *user_tags(comment.author_id for comment in newest)}
    return About(BlogSettings.current(), request.path, newest, post, tags)


def thread_title(article: str, site: str) -> str:
    return _("Comments on “%(title)s” · %(site)s") % {"title": article, "site": site}


class AllComments(CachedFeed[Comment, About]):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> About:
        return about(request, Comment.objects.approved().filter(post__in=Post.objects.published()))

    def title(self, about: About) -> str:
        if about.post:
            return thread_title(about.post.title, about.site.name)
        return _("Comments · %s") % about.site.name

    def link(self, about: About) -> str:
        return absolute_url(f"{about.post.get_absolute_url()}#comments" if about.post else reverse("blog:home"))

    def feed_url(self, about: About) -> str:
        return absolute_url(about.path)

    def items(self, about: About) -> list[Comment]:
        return about.comments

    def item_title(self, comment: Comment) -> str:
        return _("%(name)s on “%(title)s”") % {"name": comment.shown_name, "title": comment.post.title}

    def item_link(self, comment: Comment) -> str:
        return absolute_url(comment.get_absolute_url())

    def item_guid(self, comment: Comment) -> str:
        """The same for ever, whatever becomes of the article's address."""
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
    def get_object(self, request: HttpRequest, slug: str) -> About:
        post = get_object_or_404(Post.objects.readable(), slug=slug)
        return about(request, Comment.objects.approved().filter(post=post), post)
