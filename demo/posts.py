"""Saves the demo articles step by step, as their authors would: drafted, published, sometimes renamed or revised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from blog.models import Image, Post, Redirect, ReviewStep, Revision, Tag
from blog.posts import save_post
from demo.manuscripts import Manuscript

RENAMED_AFTER = timedelta(days=1)


def create_post(
    manuscript: Manuscript, body: str, cover: Image | None, authors: Sequence[User], tags: Sequence[Tag], now: datetime
) -> Post:
    """``body`` is that of the manuscript with the URLs of stored images."""
    writer, article = authors[0], manuscript.article
    post = manuscript.draft(now)
    post.body, post.cover = manuscript.first_version(body), cover
    save_post(post, authors=authors, tags=tags, user=writer)
    backdate(post, post.created_at)
    published_at = manuscript.published_at(now)
    if article.status == Post.Status.PUBLISHED:
        post.publish(published_at, user=writer)
        backdate(post, min(published_at, now))
    elif article.status != Post.Status.DRAFT:
        post.status = article.status
        post.published_at = published_at if post.status in Post.READABLE else None
        save_post(post, user=writer)
        backdate(post, min(published_at, now))
    if post.status == Post.Status.REVIEW:
        submitted = Revision.objects.filter(post=post).last()
        steps = post.review_steps
        steps.create(kind=ReviewStep.Kind.SUBMITTED, user=writer, revision=submitted, at=min(published_at, now))
    if post.slug != article.slug:
        post.slug = article.slug
        save_post(post, user=writer)
        backdate(post, published_at + RENAMED_AFTER)
        Redirect.objects.filter(post=post).update(created_at=published_at + RENAMED_AFTER)
    if revised_at := manuscript.revised_at(now):
        post.body, post.revised_at, post.correction = body, revised_at, manuscript.correction
        save_post(post, user=writer)
        backdate(post, revised_at)
    return post


def backdate(post: Post, at: datetime) -> None:
    """Change the date of the last save, and of the revision that it recorded, from the present to ``at``."""
    Post.objects.filter(pk=post.pk).update(updated_at=at)
    Revision.objects.filter(post=post, post_version=post.version).update(created_at=at)
