"""Processes that save or delete articles, together with everything derived from them, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from blog import search
from blog.cache.versions import invalidate
from blog.images.uses import record_image_uses
from blog.links import record_links
from blog.models import Authorship, BlogSettings, Image, Post, Redirect, Revision, Section, Tag
from blog.models.post import PostQuerySet
from blog.reading_time import reading_minutes
from blog.redirects import redirect_old_slug, retire_urls
from blog.related.lists import posts_relating_to
from blog.rendering import FINGERPRINT, ImageInfo, RenderedSection, Unrenderable, render_sections
from blog.tasks import refill_related, relate

logger = logging.getLogger(__name__)


def save_post(
    post: Post,
    *,
    authors: Iterable[User] | None = None,
    tags: Iterable[Tag] | None = None,
    user: User | None = None,
    is_import: bool = False,
) -> None:
    """Save the post with its authors, in the given order, and its tags. None leaves them unchanged.

    Raises Unrenderable, and StalePost if the post was saved by someone else since it was read.
    """
    with transaction.atomic():
        save_row(post, user, is_import=is_import)
        if authors is not None:
            post.authorships.all().delete()
            Authorship.objects.bulk_create(
                Authorship(post=post, author=author, position=position) for position, author in enumerate(authors)
            )
        if tags is not None:
            post.tags.set(tags)
        rebuild(post)


def save_row(post: Post, user: User | None, *, is_import: bool = False) -> None:
    """Save the row of a post, redirect from its old slug, and keep its content as a revision. Raises StalePost.

    A post from before there were revisions gets one of what was stored until now.
    """
    with transaction.atomic():
        redirect_old_slug(post)
        if post.pk and not Revision.objects.filter(post=post).exists():
            for stored in Post.objects.filter(pk=post.pk).locked():
                Revision.objects.record(stored, created_at=stored.updated_at)
        post.save_edits()
        Revision.objects.record(post, user, is_import=is_import)


def rebuild(post: Post) -> None:
    """Rebuild the sections, counts, search entry and related articles of a stored post. Raises Unrenderable."""
    with transaction.atomic():
        sections = build_sections(post)
        post.sections.all().delete()
        Section.objects.bulk_create(sections)
        post.render_fingerprint = FINGERPRINT
        Post.objects.filter(pk=post.pk).update(
            words=post.words, reading_minutes=post.reading_minutes, render_fingerprint=FINGERPRINT
        )
        record_image_uses(post)
        record_links(post, sections)
        search.index(post)
        invalidate("posts", f"post:{post.pk}")
        relate.enqueue(post.pk)


def build_sections(post: Post) -> list[Section]:
    """The sections of a post as it is in memory, unsaved, and its counts. Writes nothing. Raises Unrenderable.

    For a preview the same as for readers. Three queries at most.
    """
    rendered = rendered_sections(post)
    post.words = sum(section.words for section in rendered)
    post.reading_minutes = reading_minutes(f"{section.heading_html} {section.html}" for section in rendered)
    return [
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
    ]


def rendered_sections(post: Post) -> list[RenderedSection]:
    """The sections by the current rules. Those of a stored post keep their anchors. Raises Unrenderable."""
    return render_sections(
        post.body,
        id_prefix=f"p{post.pk or 0}-",
        previous=list(post.sections.values_list("heading", "anchor", "text")) if post.pk else [],
        find_images=find_images,
        language=post.language,
        typographic=BlogSettings.current().typographic_punctuation,
    )


def delete_posts(posts: PostQuerySet) -> None:
    """Delete posts with their sections, comments and everything that refers to them.

    The URLs of articles that were public respond with 410 from then on. Those of drafts respond with 404.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = {post.pk: post for post in posts.only("slug", "published_at").order_by("pk")}
        were_public = {pk for pk, post in rows.items() if post.published_at and post.published_at <= now}
        approved = Post.objects.filter(pk__in=were_public, comments__status="approved")
        comments = list(approved.order_by().values_list("comments", flat=True))
        incomplete = posts_relating_to(rows)
        Redirect.objects.filter(post__in=rows.keys() - were_public).delete()
        Post.objects.filter(pk__in=rows).delete()
        retire_urls(rows[pk].get_absolute_url() for pk in sorted(were_public))
        retire_urls(reverse("comments:permalink", args=[pk]) for pk in comments)
        search.remove(rows)
        invalidate("posts", "comments", *(f"{kind}:{pk}" for kind in ("post", "comments") for pk in rows))
        if incomplete:
            refill_related.enqueue(incomplete)


def find_images(urls: set[str]) -> Mapping[str, ImageInfo]:
    """The images of this site by URL. One query, none without URLs."""
    return {
        url: ImageInfo(image.width, image.height, image.srcset(), image.permanent_url())
        for url, image in Image.objects.by_url(urls).items()
    }


def rebuild_stale() -> int:
    """Rebuild every post whose HTML has another rendering fingerprint. Returns the number of posts.

    Each post has its own transaction and is locked, so that the current text is rendered. A post that the current
    rules refuse keeps its HTML.
    """
    keys = list(Post.objects.exclude(render_fingerprint=FINGERPRINT).values_list("pk", flat=True))
    number = 0
    for pk in keys:
        with transaction.atomic():
            for post in Post.objects.filter(pk=pk).locked():
                try:
                    rebuild(post)
                except Unrenderable as error:
                    logger.warning("Article %s keeps its HTML: %s", post.pk, error)
                    Post.objects.filter(pk=pk).update(render_fingerprint=FINGERPRINT)
                else:
                    number += 1
    return number


@task()
def rebuild_all() -> None:
    """Rebuild every post, for changes of settings that all of them depend on."""
    Post.objects.update(render_fingerprint="")
    rebuild_stale()
