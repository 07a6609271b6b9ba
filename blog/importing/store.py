"""What was read, made into a post: its byline and tags found or made, its address free, everything checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from blog.importing.article import Article, ArticleRefused
from blog.models import Image, Post, Tag
from blog.rendering import Unrenderable, render_sections
from blog.saving import save_post

STATUSES = {
    "": Post.Status.DRAFT,
    "draft": Post.Status.DRAFT,
    "review": Post.Status.REVIEW,
    "pending": Post.Status.REVIEW,
    "published": Post.Status.PUBLISHED,
    "publish": Post.Status.PUBLISHED,
    "unlisted": Post.Status.UNLISTED,
    "hidden": Post.Status.UNLISTED,
    "archived": Post.Status.ARCHIVED,
}
MOST_NAMED = 10


def find_authors(names: Iterable[str]) -> list[User]:
    """Accounts by e-mail address or display name, in the given order. Raises ArticleRefused."""
    return list(dict.fromkeys(find_author(name.strip()) for name in names))


def find_author(name: str) -> User:
    found = list(User.objects.filter(Q(email__iexact=name) | Q(display_name__iexact=name)).order_by("pk")[:MOST_NAMED])
    exact = [user for user in found if user.email == name.lower()] or found
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise ArticleRefused(f"“{name}” are several accounts. Name one by its e-mail address: {listed(exact)}.")
    users = User.objects.order_by("-is_staff", "display_name", "pk")
    if not users.exists():
        raise ArticleRefused(f"There is no account “{name}”, nor any other. Make one: manage.py createsuperuser.")
    more = " and others" if users.count() > MOST_NAMED else ""
    raise ArticleRefused(f"There is no account “{name}”. There are {listed(users[:MOST_NAMED])}{more}.")


def listed(users: Iterable[User]) -> str:
    return ", ".join(f"{user.display_name} <{user.email}>" for user in users)


def post_from(article: Article, **overrides: Any) -> Post:
    """An unsaved post, checked as a form would. Raises ArticleRefused, also for a text that cannot be shown."""
    values = {name: value for name, value in overrides.items() if value}
    call_is_whole = article.cta_label and article.cta_url
    post = Post(
        **{
            "title": article.title,
            "standfirst": article.standfirst,
            "body": article.body,
            "language": article.language,
            "status": STATUSES.get(article.status, Post.Status.DRAFT),
            "published_at": article.date,
            "cta_label": article.cta_label if call_is_whole else "",
            "cta_url": article.cta_url if call_is_whole else "",
            **values,
        }
    )
    post.slug = free_slug(Post, article.slug or post.title, "article")
    if post.status in Post.READABLE:
        post.published_at = post.published_at or timezone.now()
    if not post.title:
        raise ArticleRefused("The text has no title. Give it one with --title.")
    if not post.body.strip():
        raise ArticleRefused("There is no article in the text.")
    try:
        post.full_clean(exclude=["authors", "tags"])
        render_sections(post.body)
    except ValidationError as error:
        raise ArticleRefused(" ".join(sentences(post, error))) from error
    except Unrenderable as error:
        raise ArticleRefused(str(error)) from error
    return post


def sentences(post: Post, error: ValidationError) -> list[str]:
    return [
        message if name == "__all__" else f"{str(post._meta.get_field(name).verbose_name).capitalize()}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def store(post: Post, *, authors: Sequence[User], tags: Iterable[str], cover: Image | None = None) -> None:
    """Save the post with its byline and tags, those that are missing made, all or nothing."""
    post.cover = cover
    try:
        with transaction.atomic():
            save_post(post, authors=authors, tags=[find_or_make_tag(name) for name in unique(tags)])
    except Unrenderable as error:
        raise ArticleRefused(str(error)) from error


def unique(names: Iterable[str]) -> list[str]:
    """Tags as typed, each once whatever its case."""
    return list({name.casefold(): name for name in (" ".join(name.split()) for name in names) if name}.values())


def find_or_make_tag(name: str) -> Tag:
    tag = Tag.objects.filter(name__iexact=name).first()
    if tag is None:
        tag = Tag(name=name, slug=free_slug(Tag, name, "tag"))
        try:
            tag.full_clean()
        except ValidationError as error:
            raise ArticleRefused(f"“{name}” is no tag: {' '.join(error.messages)}") from error
        tag.save()
    return tag


def free_slug(model: type[models.Model], text: str, otherwise: str) -> str:
    """An address that no other row has: the text's own, else that with the next number."""
    longest = model._meta.get_field("slug").max_length or 80
    base = slugify(text, allow_unicode=True)[: longest - 5].strip("-") or otherwise
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
