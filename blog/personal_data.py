"""The personal data of a user that the blog stores: articles, reviews, notes, images and bookmarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import ngettext

from accounts.models import User
from accounts.personal_data.registry import DataProvider, register
from blog.cache.versions import invalidate
from blog.links import with_urls
from blog.models import Authorship, Bookmark, Draft, EditorNote, Image, Post, PreviewLink, ReviewStep
from blog.tasks import index_later


def collect(user: User) -> dict[str, Any]:
    posts = Post.objects.by_author(user)
    articles = list(posts.values("title", "slug", "standfirst", "body", "status", "created_at", "published_at"))
    for article, body in zip(articles, with_urls((article["body"] for article in articles), user), strict=True):
        article["body"] = body
    links = PreviewLink.objects.filter(created_by=user)
    return {
        "articles": articles,
        "images": list(Image.objects.filter(uploaded_by=user).values("file", "alt", "credit", "uploaded_at")),
        "drafts": list(Draft.objects.filter(user=user).values("post__slug", "title", "fields", "updated_at")),
        "notes": list(EditorNote.objects.filter(author=user).values("post__title", "quote", "body", "created_at")),
        "reviews": list(ReviewStep.objects.filter(user=user).values("post__title", "kind", "note", "at")),
        "preview links": list(links.values("post__title", "label", "created_at", "expires_at", "revoked_at")),
        "bookmarks": list(Bookmark.objects.filter(user=user).values("post__title", "post__slug", "created_at")),
    }


def files(user: User) -> Iterable[FieldFile]:
    return [image.file for image in Image.objects.filter(uploaded_by=user)]


def deletion_blocker(user: User) -> str:
    number = Authorship.objects.filter(author=user).count()
    if not number:
        return ""
    return (
        ngettext(
            "You are an author of %d article. Ask an editor to assign it to another author first.",
            "You are an author of %d articles. Ask an editor to assign them to another author first.",
            number,
        )
        % number
    )


def hand_over(user: User, new_owner: User) -> int:
    """Replace the user by the new owner in all bylines, once in each. Returns the number of articles."""
    with transaction.atomic():
        posts = list(Authorship.objects.filter(author=user).values_list("post", flat=True))
        shared = Authorship.objects.filter(author=new_owner, post__in=posts).values_list("post", flat=True)
        Authorship.objects.filter(author=user, post__in=list(shared)).delete()
        Authorship.objects.filter(author=user).update(author=new_owner)
        if posts:
            Post.objects.filter(pk__in=posts).increment_versions()
            index_later(Post.objects.filter(pk__in=posts))
            invalidate("posts", *(f"post:{post}" for post in posts))
    return len(posts)


register(
    DataProvider(
        "blog",
        on_delete={
            "blog.Authorship.author": "handed over first",
            "blog.Bookmark.user": "erased",
            "blog.Draft.user": "erased",
            "blog.EditorNote.author": "kept without the person",
            "blog.EditorNote.resolved_by": "kept without the person",
            "blog.Image.uploaded_by": "kept without the person",
            "blog.Post.authors": "handed over first",
            "blog.PreviewLink.created_by": "erased",
            "blog.Redirect.author": "erased",
            "blog.ReviewStep.user": "kept without the person",
            "blog.Revision.user": "kept without the person",
        },
        collect=collect,
        files=files,
        deletion_blocker=deletion_blocker,
        hand_over=hand_over,
    )
)
