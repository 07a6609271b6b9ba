"""Saving an article: what its author typed, and everything that readers see derived from it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from blog import search
from blog.cache.versions import invalidate
from blog.images.uses import record_image_uses
from blog.models import Authorship, Image, Post, Redirect, Section, Tag
from blog.models.post import PostQuerySet
from blog.reading_time import reading_minutes
from blog.rendering import FINGERPRINT, ImageInfo, render_sections
from blog.tasks import relate


def save_post(post: Post, *, authors: Iterable[User] | None = None, tags: Iterable[Tag] | None = None) -> None:
    """Store the post with its byline in order and its tags; None leaves them as they are.

    Raises Unrenderable, and StalePost if somebody else has saved the post since it was read.
    """
    with transaction.atomic():
        keep_old_address(post)
        post.save_edits()
        if authors is not None:
            post.authorships.all().delete()
            Authorship.objects.bulk_create(
                Authorship(post=post, author=author, position=position) for position, author in enumerate(authors)
            )
        if tags is not None:
            post.tags.set(tags)
        derive(post)


def derive(post: Post) -> None:
    """Make sections, counts, search entry and neighbours of a stored post anew. Raises Unrenderable."""
    with transaction.atomic():
        previous = list(post.sections.values_list("heading", "anchor"))
        rendered = render_sections(post.body, id_prefix=f"p{post.pk}-", previous=previous, find_images=find_images)
        post.sections.all().delete()
        Section.objects.bulk_create(
            Section(
                post=post,
                position=position,
                level=section.level,
                heading=section.heading,
                heading_html=section.heading_html,
                anchor=section.anchor,
                html=section.html,
                text=section.text,
                words=section.words,
            )
            for position, section in enumerate(rendered)
        )
        post.words = sum(section.words for section in rendered)
        post.reading_minutes = reading_minutes(f"{section.heading_html} {section.html}" for section in rendered)
        post.render_fingerprint = FINGERPRINT
        Post.objects.filter(pk=post.pk).update(
            words=post.words, reading_minutes=post.reading_minutes, render_fingerprint=FINGERPRINT
        )
        record_image_uses(post)
        search.index(post)
        invalidate("posts", f"post:{post.pk}")
        relate.enqueue(post.pk)


def delete_posts(posts: PostQuerySet) -> None:
    """Delete them with their sections and comments, and everything that points at them."""
    with transaction.atomic():
        keys = list(posts.values_list("pk", flat=True))
        Post.objects.filter(pk__in=keys).delete()
        search.forget(keys)
        invalidate("posts", "comments", *(f"{kind}:{pk}" for kind in ("post", "comments") for pk in keys))


def keep_old_address(post: Post) -> None:
    """Call before the row is written: a changed slug leaves a redirect behind. At most four queries."""
    former = Post.objects.filter(pk=post.pk).exclude(slug=post.slug).values_list("slug", flat=True).first()
    if former:
        redirect(reverse("blog:post", args=[former]), reverse("blog:post", args=[post.slug]), post=post)


def keep_old_tag_address(tag: Tag) -> None:
    """The same for a tag."""
    former = Tag.objects.filter(pk=tag.pk).exclude(slug=tag.slug).values_list("slug", flat=True).first()
    if former:
        redirect(reverse("blog:tag", args=[former]), reverse("blog:tag", args=[tag.slug]), tag=tag)


def redirect(former: str, present: str, *, post: Post | None = None, tag: Tag | None = None) -> None:
    Redirect.objects.filter(path=present).delete()
    Redirect.objects.update_or_create(path=former, defaults={"post": post, "tag": tag})


def find_images(urls: set[str]) -> Mapping[str, ImageInfo]:
    """The images of this site among the URLs. One query, none without any."""
    return {
        url: ImageInfo(image.width, image.height, image.srcset(), image.permanent_url())
        for url, image in Image.objects.by_url(urls).items()
    }


def derive_stale() -> int:
    """Derive every post anew whose HTML an older pipeline made; return how many.

    Each is a transaction of its own, in which the row is locked: what is derived is that of the text as it is now.
    """
    keys = list(Post.objects.exclude(render_fingerprint=FINGERPRINT).values_list("pk", flat=True))
    number = 0
    for pk in keys:
        with transaction.atomic():
            for post in Post.objects.filter(pk=pk).locked():
                derive(post)
                number += 1
    return number
