"""What the queue can be narrowed to. Each filter costs one query at most."""

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

EVERY_STATE = "all"
MOST_REPORTED = 200  # the rest comes up when these are decided
MOST_ARTICLES, TITLE_LENGTH = 12, 40


class StateFilter(admin.SimpleListFilter):
    """The queue opens with what needs a decision, held or reported; the other states are a click away."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        states = [(state.value, state.label) for state in Comment.Status if state != Comment.Status.HELD]
        return [(Comment.Status.HELD, _("Needs a decision")), *states, (EVERY_STATE, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.state == EVERY_STATE:
            return queryset
        chosen = Q(status=self.state)
        if self.state == Comment.Status.HELD:
            # By number: with a subquery, no index would serve the queue.
            chosen |= Q(pk__in=list(reported().order_by("-pk").values_list("pk", flat=True)[:MOST_REPORTED]))
        return queryset.filter(chosen)

    @property
    def state(self) -> str:
        asked = self.value() or ""
        return asked if asked in {*Comment.Status.values, EVERY_STATE} else Comment.Status.HELD

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


class SuspicionFilter(admin.SimpleListFilter):
    title = _("suspicion")
    parameter_name = "suspicious"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Looks like spam")), ("no", _("Looks harmless"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == "yes":
            return queryset.filter(score__gte=CommentSettings.current().hold_at)
        return queryset.filter(score__lt=CommentSettings.current().hold_at) if self.value() == "no" else queryset


class ArticleFilter(admin.SimpleListFilter):
    """The articles with most waiting comments, and the one that is chosen."""

    title = _("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        waiting = (
            Comment.objects.held()
            .order_by()
            .values("post", "post__title")
            .annotate(count=Count("pk"))
            .order_by("-count", "post")[:MOST_ARTICLES]
        )
        found = {
            str(row["post"]): f"{Truncator(row['post__title']).chars(TITLE_LENGTH)} ({row['count']})" for row in waiting
        }
        chosen = request.GET.get(self.parameter_name, "")
        if chosen and chosen not in found and is_number(chosen):
            found |= {str(pk): title for pk, title in Post.objects.filter(pk=chosen).values_list("pk", "title")}
        return list(found.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        chosen = self.value() or ""
        return queryset.filter(post=int(chosen)) if is_number(chosen) else queryset


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
