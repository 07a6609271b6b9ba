"""Filters of the moderation queue. Each costs at most two queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments.models import Comment, CommentSettings, Report
from comments.moderation_queue import reported

ALL_STATES = "all"
MAX_REPORTED = 200  # more are listed when these are decided
MAX_ARTICLES, TITLE_LENGTH = 12, 40


class StateFilter(admin.SimpleListFilter):
    """By default, the queue shows the comments that need a decision: pending and reported ones."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        states = [(state.value, state.label) for state in Comment.Status if state != Comment.Status.HELD]
        return [(Comment.Status.HELD, _("Awaiting review")), *states, (ALL_STATES, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.state == ALL_STATES:
            return queryset
        selected = Q(status=self.state)
        if self.state == Comment.Status.HELD:
            # By primary key: with a subquery, the database would not use an index.
            selected |= Q(pk__in=list(reported().order_by("-pk").values_list("pk", flat=True)[:MAX_REPORTED]))
        return queryset.filter(selected)

    @property
    def state(self) -> str:
        asked = self.value() or ""
        return asked if asked in {*Comment.Status.values, ALL_STATES} else Comment.Status.HELD

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        for state, label in self.lookup_choices:
            yield {
                "selected": self.state == state,
                "query_string": changelist.get_query_string({self.parameter_name: state}),
                "display": label,
            }


class ReportedFilter(admin.SimpleListFilter):
    title = _("reports")
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Reported by readers"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(Exists(Report.objects.filter(comment=OuterRef("pk"))))


class SpamScoreFilter(admin.SimpleListFilter):
    title = _("spam score")
    parameter_name = "suspicious"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Looks like spam")), ("no", _("Does not look like spam"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == "yes":
            return queryset.filter(score__gte=CommentSettings.current().hold_at)
        return queryset.filter(score__lt=CommentSettings.current().hold_at) if self.value() == "no" else queryset


class ArticleFilter(admin.SimpleListFilter):
    """The articles with the most pending comments, and the selected one."""

    title = _("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Two queries: joined with the articles, the database might begin with these."""
        pending = Comment.objects.held().order_by().values("post").annotate(count=Count("pk"))
        counts = dict(pending.order_by("-count", "post").values_list("post", "count")[:MAX_ARTICLES])
        selected = request.GET.get(self.parameter_name, "")
        keys = {*counts, int(selected)} if is_number(selected) else {*counts}
        titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
        found = {str(pk): f"{Truncator(titles[pk]).chars(TITLE_LENGTH)} ({count})" for pk, count in counts.items()}
        found |= {str(pk): titles[pk] for pk in titles.keys() - counts.keys()}
        return list(found.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        selected = self.value() or ""
        return queryset.filter(post=int(selected)) if is_number(selected) else queryset


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
