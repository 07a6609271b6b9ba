from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from blog.cache.versions import invalidate


class InvalidationMixin[M: Model](admin.ModelAdmin[M]):
    """For objects that many public pages show. Changes invalidate the pages with ``cache_tags``."""

    cache_tags: ClassVar[tuple[str, ...]] = ("site",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        invalidate(*self.cache_tags)

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        super().delete_model(request, obj)
        invalidate(*self.cache_tags)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        super().delete_queryset(request, queryset)
        invalidate(*self.cache_tags)
