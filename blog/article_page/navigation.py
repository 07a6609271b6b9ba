"""Links from an article to others: related, previous and next articles, and the parts of its series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from blog.models import Post, RelatedPost
from blog.prepared_query import Parameter, PreparedQuery

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)

NOW, PUBLISHED_AT = Parameter("now", DateTimeField()), Parameter("published_at", DateTimeField())
PK, SERIES = Parameter("pk", BigIntegerField()), Parameter("series", BigIntegerField())
# The ranges are what an index can use; the second conditions are for posts with the same date.
BEFORE = Q(published_at__range=(FIRST, PUBLISHED_AT)) & ~Q(published_at=PUBLISHED_AT, pk__gte=PK)
AFTER = Q(published_at__gte=PUBLISHED_AT) & ~Q(published_at=PUBLISHED_AT, pk__lte=PK)


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


def nearby_posts(post: Post, max_related: int) -> Iterable[Any]:
    """Related posts with their relatedness as ``score``, the neighbours by date, and the parts of the series."""
    query = nearby_query(post.is_published(), post.series_id is not None, max_related)
    return query(now=timezone.now(), pk=post.pk, published_at=post.published_at, series=post.series_id)


@lru_cache
def nearby_query(is_listed: bool, is_in_series: bool, max_related: int) -> PreparedQuery[Post]:
    """Each branch finds primary keys by an index; then all rows are read at once."""
    published = Post.objects.published(NOW)
    near = RelatedPost.objects.filter(post=PK)
    nearest = near.filter(Exists(published.filter(pk=OuterRef("related")))).order_by("-score", "-related_id")
    branches = [Post.objects.filter(pk__in=nearest.values("related")[:max_related])]
    if is_listed:
        older = published.filter(BEFORE).newest_first()
        newer = published.filter(AFTER).newest_first().reverse()
        branches += [Post.objects.filter(pk=Subquery(side.values("pk")[:1])) for side in (older, newer)]
    if is_in_series:
        branches.append(published.filter(series=SERIES).exclude(pk=PK))
    first, *others = (branch.order_by().values("pk") for branch in branches)
    score = near.filter(related=OuterRef("pk")).order_by().values("score")
    nearby = Post.objects.filter(pk__in=first.union(*others)).for_byline().annotate(score=Subquery(score)).order_by()
    return PreparedQuery(nearby)


def date_order(post: Post) -> tuple[datetime, int]:
    return post.published_at or LAST, post.pk


def series_order(post: Post) -> tuple[int, datetime, int]:
    return post.series_position, post.published_at or LAST, post.pk
