from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import Comment

EVERY_STATE = "all"


class StateFilter(admin.SimpleListFilter):
    """What waits stands first and is what the queue opens with; the other states are a click away."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [*Comment.Status.choices, (EVERY_STATE, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return queryset if self.state == EVERY_STATE else queryset.filter(status=self.state)

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
