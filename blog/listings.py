"""Lists of published articles, newest first, of which a page can be read without reading or counting the others.

A Paginator takes them like a queryset. All articles, and those of a year or month, are counted by month: a page far
from the start is found by its month. Of a tag or author, the list of primary keys is cached.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from django.db import connection
from django.utils import timezone

from accounts.models import User
from blog.cache.derived import derived_from_posts
from blog.models import Post, Tag
from blog.models.post import PostQuerySet

COLUMNS = 500  # counts in one query
FIRST, LAST = (timezone.make_aware(datetime(year, 1, 2)) for year in (1, 9999))  # noqa: DTZ001


@dataclass(frozen=True)
class Month:
    """A month with articles. ``start`` and ``end`` are its limits in the time zone of the reader."""

    first: date
    start: datetime
    end: datetime
    uses: int


class PostsByDate:
    """The published articles of some consecutive months. A page costs the three queries of ``for_listing``."""

    def __init__(self, months: Sequence[Month]) -> None:
        self.months = months

    def count(self) -> int:
        return sum(month.uses for month in self.months)

    def __getitem__(self, rows: slice) -> PostQuerySet:
        return self.at(rows).for_listing()

    def at(self, rows: slice) -> PostQuerySet:
        """Skips the months before the first row, and then at most the articles of one month.

        The range of dates comes first, because SQLite uses the first limit for the index, and now isn't far from here.
        """
        start, stop = rows.start or 0, rows.stop
        before = 0
        for month in self.months:
            if before + month.uses > start:
                dated = Post.objects.filter(published_at__lt=month.end, published_at__gte=self.months[-1].start)
                return dated.published().newest_first()[start - before : stop - before]
            before += month.uses
        return Post.objects.none()


class PostsByKey:
    """Published articles by their primary keys in order, none of which need to be read to skip or count them."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys = keys

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, rows: slice) -> PostQuerySet:
        return self.at(rows).for_listing()

    def at(self, rows: slice) -> PostQuerySet:
        return Post.objects.published().filter(pk__in=list(self.keys[rows])).newest_first()


def posts_with_tag(tag: Tag) -> PostsByKey:
    return posts_by_key(f"tag:{tag.pk}", Post.objects.tagged(tag))


def posts_of_author(author: User) -> PostsByKey:
    return posts_by_key(f"author:{author.pk}", Post.objects.by_author(author))


def posts_by_key(name: str, posts: PostQuerySet) -> PostsByKey:
    """One query if the keys are cached, else three."""

    def compute() -> array[int]:
        return array("q", posts.published().newest_first().values_list("pk", flat=True))

    return PostsByKey(derived_from_posts(f"keys:{name}", compute))


def published_months() -> list[Month]:
    """All months with published articles, newest first. One query if they are cached, else six at least."""
    return derived_from_posts(f"months:{timezone.get_current_timezone_name()}", count_months)


def count_months() -> list[Month]:
    """Counts by the limits of the months, because truncating each date would take a hundred times as long."""
    dates = Post.objects.published().order_by("published_at").values_list("published_at", flat=True)
    oldest, newest = dates.first(), dates.last()
    if oldest is None or newest is None:
        return []
    years = range(timezone.localtime(oldest).year, timezone.localtime(newest).year + 1)
    spans = [(date(year, 1, 1), date(year + 1, 1, 1)) for year in years]
    used = [first.year for first, _next, uses in count_between(spans) if uses]
    limits = [
        (date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))
        for year in used
        for number in range(1, 13)
    ]
    months = [
        Month(first, midnight(first), midnight(after), uses) for first, after, uses in count_between(limits) if uses
    ]
    return months[::-1]


def count_between(spans: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date, int]]:
    """The numbers of published articles from each first day until the day before the second one.

    One query for COLUMNS of them. It is built once: the values of the first two parameters are then replaced.
    """
    adapt = connection.ops.adapt_datetimefield_value
    found = Post.objects.filter(published_at__gte=FIRST, published_at__lt=LAST).published().order_by().values("pk")
    sql, values = found.query.sql_with_params()
    count = f"(SELECT COUNT(*) FROM ({sql}) AS found)"  # noqa: S608
    for batch in batched(spans, COLUMNS, strict=False):
        filled = []
        for first, after in batch:
            limits = {adapt(FIRST): adapt(midnight(first)), adapt(LAST): adapt(midnight(after))}
            filled += [limits.get(value, value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([count] * len(batch))}", filled)
            numbers = cursor.fetchone()
        yield from ((first, after, uses) for (first, after), uses in zip(batch, numbers, strict=True))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
