from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst


class DeletionSummaryMixin[M: Model](admin.ModelAdmin[M]):
    """Users who may delete an object may delete what belongs to it. The confirmation page shows only counts.

    Django would load and list every related row, and check the permissions for each of their models.
    """

    deleted_with: ClassVar[dict[str, str | Promise]] = {}  # relation → its name in the summary

    def get_deleted_objects(
        self, objs: Collection[M] | QuerySet[M], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        chosen = list(objs)
        forbidden = {str(self.opts.verbose_name) for obj in chosen if not self.has_delete_permission(request, obj)}
        named = [f"{capfirst(str(self.opts.verbose_name))}: {obj}" for obj in chosen]
        counts = {str(self.opts.verbose_name_plural): len(chosen), **self.count_deleted_with(chosen)}
        return named, {name: count for name, count in counts.items() if count}, forbidden, []

    def count_deleted_with(self, chosen: Iterable[M]) -> dict[str, int]:
        """One query per relation."""
        counts = {}
        for relation, label in self.deleted_with.items():
            field: Any = self.opts.get_field(relation)
            rows = field.related_model._default_manager.filter(**{f"{field.field.name}__in": chosen})
            counts[str(label)] = rows.distinct().count()
        return counts
