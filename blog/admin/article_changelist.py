"""The page of the list of articles that is shown, with what is only read for its rows. For 100,000 articles."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import takewhile
from typing import Any, TypedDict, cast

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from blog.models import Draft, Post

MAX_COUNTED = 5_000
DATE_PARTS = ["published_at__year", "published_at__month", "published_at__day"]
PENDING = Count("comments", filter=Q(comments__status="held"))


class ListRow(TypedDict):
    pending: int
    draft_title: str | None  # of the user's own draft; None without one


class CappedPaginator(Paginator[Any]):
    """Counts at most MAX_COUNTED rows. Older articles are found by search, filters and dates."""

    @cached_property
    def count(self) -> int:
        return int(cast(QuerySet[Post], self.object_list).order_by()[:MAX_COUNTED].count())


class ArticleChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Bylines, tags, pending comments and drafts are only read for the rows of this page. Five queries."""
        super().get_results(request)
        rows: list[Any] = list(self.result_list.defer("body"))
        prefetch_related_objects(rows, "authorships__author", "tags")
        own_draft = Draft.objects.filter(post=OuterRef("pk"), user=request.user.pk)
        details = Post.objects.filter(pk__in=[post.pk for post in rows]).order_by()
        details = details.annotate(pending=PENDING, draft_title=Subquery(own_draft.values("title")[:1]))
        found: dict[int, Any] = {post.pk: post for post in details.only("pk")}
        self.result_list = [post for post in rows if post.pk in found]
        for post in self.result_list:
            post.pending, post.draft_title = found[post.pk].pending, found[post.pk].draft_title

    @property
    def is_capped(self) -> bool:
        return self.result_count >= MAX_COUNTED

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.get_filters_params())

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """Parameters that the form with the search and the filters doesn't have fields for."""
        own = {SEARCH_VAR, *(name for spec in self.filter_specs for name in spec.expected_parameters())}
        return [(name, value) for name, value in self.params.items() if name not in own]

    def dates(self) -> dict[str, Any]:
        """The date hierarchy: the years, months or days from the first to the last article. At most two queries.

        Django's own reads the dates of all articles. For the template admin/date_hierarchy.html.
        """
        dated = self.root_queryset.exclude(published_at=None).values_list("published_at", flat=True)
        first, last = dated.order_by("published_at").first(), dated.order_by("-published_at").first()
        if first is None or last is None:
            return {"show": False}
        return self.date_links(timezone.localdate(first), timezone.localdate(last))

    def date_links(self, first: date, last: date) -> dict[str, Any]:
        chosen = [int(self.params[name]) for name in takewhile(self.params.__contains__, DATE_PARTS)]
        if not chosen and first.year == last.year:
            chosen = [first.year]
        back = self.date_link(chosen[:-1]) if DATE_PARTS[0] in self.params else None
        choices = [self.date_link([*chosen, part]) for part in parts_between(chosen, first, last)]
        return {
            "show": True,
            "field_name": Post._meta.get_field("published_at").verbose_name,
            "back": back,
            "choices": choices or [{"title": title_of(chosen)}],
        }

    def date_link(self, parts: list[int]) -> dict[str, str]:
        values = dict(zip(DATE_PARTS, parts, strict=False))
        return {"link": self.get_query_string(values, ["published_at__"]), "title": title_of(parts)}


def parts_between(chosen: list[int], first: date, last: date) -> list[int]:
    """The years, or the months of a year, or the days of a month that are in the range."""
    if not chosen:
        return list(range(first.year, last.year + 1))
    if len(chosen) == 1:
        months = [date(chosen[0], month, 1) for month in range(1, 13)]
        return [each.month for each in months if first.replace(day=1) <= each <= last]
    if len(chosen) == 2:
        year, month = chosen
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        return [each.day for each in days if first <= each <= last]
    return []


def title_of(parts: list[int]) -> str:
    if len(parts) < 2:
        return str(parts[0]) if parts else _("All dates")
    form = "YEAR_MONTH_FORMAT" if len(parts) == 2 else "MONTH_DAY_FORMAT"
    return capfirst(date_format(date(parts[0], parts[1], parts[2] if parts[2:] else 1), form))
