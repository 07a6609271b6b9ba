"""Changes to tags and series, and their consequences for articles, search and cached pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet

from blog.cache.versions import invalidate
from blog.models import Post, Redirect, Series, Tag
from blog.models.post import PostQuerySet
from blog.models.slug_field import unused_slug
from blog.redirects import redirect_old_slug, redirect_old_url, retire_urls
from blog.tasks import index_later, relate

TAGGED = Post.tags.through.objects


def save_tag(tag: Tag) -> None:
    """Save a tag. Its old URL redirects to the new one, and its articles are found by the new name."""
    with transaction.atomic():
        renamed = Tag.objects.filter(pk=tag.pk).exclude(name=tag.name).exists()
        redirect_old_slug(tag)
        tag.save()
        if renamed:
            index_later(Post.objects.tagged(tag))
        invalidate("posts")


def tags_by_name() -> dict[str, Tag]:
    """All tags, by their names without case, which is compared here because SQLite only knows that of ASCII letters.

    Of names that differ only in case, the oldest tag. One query.
    """
    return {tag.name.casefold(): tag for tag in Tag.objects.defer("description").order_by("-pk")}


def tags_named(names: Iterable[str]) -> tuple[list[Tag], list[Tag]]:
    """The tags with these names, whatever their case, and those of them that had to be created.

    One query for tags that exist.
    """
    known = tags_by_name()
    tags, created = [], []
    for name in names:
        tag = known.get(name.casefold())
        if tag is None:
            tag = known[name.casefold()] = Tag.objects.create(name=name, slug=unused_slug(Tag, name, "tag"))
            created.append(tag)
        tags.append(tag)
    return tags, created


def delete_tags(tags: QuerySet[Tag]) -> None:
    """Articles lose these tags and aren't found by them any more. The URLs of the tags respond with 410."""
    with transaction.atomic():
        rows = {tag.pk: tag for tag in tags}
        posts = list(Post.objects.filter(tags__in=rows).order_by("pk").distinct().values_list("pk", flat=True))
        Tag.objects.filter(pk__in=rows).delete()
        retire_urls(tag.get_absolute_url() for tag in rows.values())
        index_later(Post.objects.filter(pk__in=posts))
        for pk in posts:
            relate.enqueue(pk)
        invalidate("posts")


def tag_posts(posts: PostQuerySet, tag: Tag) -> list[Post]:
    """Add a tag to posts. Returns those that didn't have it."""
    with transaction.atomic():
        rows = list(posts.exclude(pk__in=TAGGED.filter(tag=tag).values("post")).locked())
        TAGGED.bulk_create(Post.tags.through(post=post, tag=tag) for post in rows)
        follow_tag_changes([post.pk for post in rows])
        return rows


def untag_posts(posts: PostQuerySet, tag: Tag) -> list[Post]:
    """Remove a tag from posts. Returns those that had it."""
    with transaction.atomic():
        rows = list(posts.filter(pk__in=TAGGED.filter(tag=tag).values("post")).locked())
        TAGGED.filter(tag=tag, post__in=rows).delete()
        follow_tag_changes([post.pk for post in rows])
        return rows


def merge_tags(tags: Collection[Tag], into: Tag) -> int:
    """Replace tags by another one. Their URLs, and URLs that redirect to them, redirect to it.

    Returns the number of articles that had them.
    """
    with transaction.atomic():
        merged = TAGGED.filter(tag__in=tags)
        keys = list(merged.order_by("post").values_list("post", flat=True).distinct())
        having = TAGGED.filter(tag=into, post__in=keys).values_list("post", flat=True)
        missing = sorted(set(keys) - set(having))
        TAGGED.bulk_create((Post.tags.through(post_id=pk, tag=into) for pk in missing), batch_size=1_000)
        into.description = into.description or next((tag.description for tag in tags if tag.description), "")
        into.save(update_fields=["description"])
        Redirect.objects.filter(tag__in=tags).update(tag=into)
        addresses = [tag.get_absolute_url() for tag in tags]
        Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
        for address in addresses:
            redirect_old_url(address, into)
        follow_tag_changes(keys)
        invalidate("posts")
        return len(keys)


def follow_tag_changes(keys: list[int]) -> None:
    """The consequences for these posts: open forms are stale, search, related articles and pages are updated."""
    posts = Post.objects.filter(pk__in=keys)
    posts.increment_versions()
    index_later(posts)
    for pk in keys:
        relate.enqueue(pk)
    invalidate(*["posts"] if keys else [])


def save_series(series: Series) -> None:
    """Save a series. Its old URL redirects to the new one."""
    with transaction.atomic():
        redirect_old_slug(series)
        series.save()
        invalidate("posts")


def delete_series(series: QuerySet[Series]) -> None:
    """The articles are kept. The URLs of the series respond with 410."""
    with transaction.atomic():
        rows = {row.pk: row for row in series}
        Series.objects.filter(pk__in=rows).delete()
        retire_urls(row.get_absolute_url() for row in rows.values())
        invalidate("posts")
