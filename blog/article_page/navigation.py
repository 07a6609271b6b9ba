"""Links from an article to others: related, previous and next articles, and the parts of its series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from blog.models import Post, RelatedPost

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ArticleNavigation:
    """``parts`` are all parts of the series in order, including this article; empty if there are no others.

    ``previous`` and ``next`` are by date; both are None for an article that isn't listed.
    """

    related: Sequence[Post]
    previous: Post | None
    next: Post | None
    parts: Sequence[Post]
    part_number: int


def load_navigation(post: Post, max_related: int) -> ArticleNavigation:
    """Published posts only, without their authors. One query."""
    found = list(nearby_posts(post, max_related))
    related = sorted((other for other in found if other.score), key=lambda other: (-other.score, -other.pk))
    parts = [other for other in found if post.series_id and other.series_id == post.series_id]
    parts = sorted([*parts, post], key=series_order) if parts else []
    # The posts right before and after it are its neighbours, whatever else was found.
    row = sorted([*found, post], key=date_order) if post.is_published() else [post]
    here = row.index(post)
    return ArticleNavigation(
        related=related[:max_related],
        previous=row[here - 1] if here else None,
        next=row[here + 1] if here + 1 < len(row) else None,
        parts=parts,
        part_number=parts.index(post) + 1 if parts else 0,
    )


def nearby_posts(post: Post, max_related: int) -> QuerySet[Any]:
    """Each branch finds primary keys by an index; then all rows are read at once, with the relatedness as ``score``."""
    published = Post.objects.published()
    near = RelatedPost.objects.filter(post=post)
    nearest = near.filter(Exists(published.filter(pk=OuterRef("related")))).order_by("-score", "-related_id")
    branches = [Post.objects.filter(pk__in=nearest.values("related")[:max_related])]
    if post.is_published():
        older = published.filter(published_before(post)).newest_first()
        newer = published.filter(published_after(post)).newest_first().reverse()
        branches += [Post.objects.filter(pk=Subquery(side.values("pk")[:1])) for side in (older, newer)]
    if post.series_id:
        branches.append(published.filter(series=post.series_id).exclude(pk=post.pk))
    first, *others = (branch.order_by().values("pk") for branch in branches)
    score = near.filter(related=OuterRef("pk")).order_by().values("score")
    return Post.objects.filter(pk__in=first.union(*others)).for_byline().annotate(score=Subquery(score)).order_by()


def published_before(post: Post) -> Q:
    """The range is what an index can use; the second condition is for posts with the same date."""
    same_moment_later = Q(published_at=post.published_at, pk__gte=post.pk)
    return Q(published_at__range=(FIRST, post.published_at)) & ~same_moment_later


def published_after(post: Post) -> Q:
    same_moment_earlier = Q(published_at=post.published_at, pk__lte=post.pk)
    return Q(published_at__gte=post.published_at) & ~same_moment_earlier


def date_order(post: Post) -> tuple[datetime, int]:
    return post.published_at or LAST, post.pk


def series_order(post: Post) -> tuple[int, datetime, int]:
    return post.series_position, post.published_at or LAST, post.pk
