"""Saves an imported article as a post, with its authors, tags and cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from blog.images import ImageRefused, store_image
from blog.importing.article import Article, ArticleRefused
from blog.models import Image, Post, Tag
from blog.models.slug_field import unused_slug
from blog.posts import save_post
from blog.rendering import Unrenderable, render_sections

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
MAX_LISTED = 10


def find_authors(names: Iterable[str]) -> list[User]:
    """Accounts by e-mail address or display name, in the given order. Raises ArticleRefused."""
    return list(dict.fromkeys(find_author(name.strip()) for name in names))


def find_author(name: str) -> User:
    found = list(User.objects.filter(Q(email__iexact=name) | Q(display_name__iexact=name)).order_by("pk")[:MAX_LISTED])
    exact = [user for user in found if user.email == name.lower()] or found
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise ArticleRefused(f"Several accounts are called “{name}”. Use an e-mail address: {list_accounts(exact)}.")
    users = User.objects.order_by("-is_staff", "display_name", "pk")
    if not users.exists():
        raise ArticleRefused(f"There is no account “{name}”. Create one with manage.py createsuperuser.")
    more = " and others" if users.count() > MAX_LISTED else ""
    raise ArticleRefused(f"There is no account “{name}”. Existing accounts: {list_accounts(users[:MAX_LISTED])}{more}.")


def list_accounts(users: Iterable[User]) -> str:
    return ", ".join(f"{user.display_name} <{user.email}>" for user in users)


def build_post(article: Article) -> Post:
    """An unsaved, validated post. Raises ArticleRefused if it is invalid or can't be rendered."""
    call_is_whole = bool(article.cta_label and article.cta_url)
    post = Post(
        title=article.title,
        slug=unused_slug(Post, article.slug or article.title, "article"),
        standfirst=article.standfirst,
        body=article.body,
        language=article.language.replace("_", "-"),
        status=STATUSES.get(article.status, Post.Status.DRAFT),
        published_at=article.date,
        cta_label=article.cta_label if call_is_whole else "",
        cta_url=article.cta_url if call_is_whole else "",
    )
    if post.status in Post.READABLE:
        post.published_at = post.published_at or timezone.now()
    if not post.title:
        raise ArticleRefused("The text has no title. Add one with --title.")
    if not post.body.strip():
        raise ArticleRefused("There is no article in the text.")
    longest = Post._meta.get_field("standfirst").max_length
    if longest and len(post.standfirst) > longest:
        raise ArticleRefused(f"The standfirst has {len(post.standfirst)} characters. It can have up to {longest}.")
    try:
        post.full_clean()
        render_sections(post.body)
    except ValidationError as error:
        raise ArticleRefused(" ".join(error_messages(post, error))) from error
    except Unrenderable as error:
        raise ArticleRefused(str(error)) from error
    return post


def error_messages(post: Post, error: ValidationError) -> list[str]:
    names = {field.name: str(field.verbose_name).capitalize() for field in post._meta.fields}
    return [
        f"{names[name]}: {message}" if name in names else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def save_article(
    post: Post, *, authors: Sequence[User], tags: Iterable[str], cover: Path | None = None, cover_alt: str = ""
) -> None:
    """Save the post with its authors, tags and cover in one transaction. Missing tags are created.

    Raises ArticleRefused.
    """
    with transaction.atomic():
        tag_rows = [get_or_create_tag(name) for name in unique_names(tags)]
        post.cover = save_cover(cover, cover_alt, authors[0]) if cover else None
        save_post(post, authors=authors, tags=tag_rows, is_import=True)


def save_cover(path: Path, alt: str, author: User) -> Image:
    try:
        with path.open("rb") as file:
            return store_image(file, alt=alt, decorative=not alt, uploaded_by=author)
    except OSError as error:
        raise ArticleRefused(f"{path} cannot be read: {error.strerror or error}.") from error
    except ImageRefused as error:
        raise ArticleRefused(f"{path}: {error.message}") from error


def unique_names(names: Iterable[str]) -> list[str]:
    """The tags as typed, without duplicates that differ only in case."""
    return list({name.casefold(): name for name in (" ".join(name.split()) for name in names) if name}.values())


def get_or_create_tag(name: str) -> Tag:
    tag = Tag.objects.filter(name__iexact=name).first()
    if tag is None:
        tag = Tag(name=name, slug=unused_slug(Tag, name, "tag"))
        try:
            tag.full_clean()
        except ValidationError as error:
            raise ArticleRefused(f"“{name}” is not a valid tag: {' '.join(error.messages)}") from error
        tag.save()
    return tag
