from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from blog.cache.versions import invalidate


class PublicChangeMixin[M: Model](admin.ModelAdmin[M]):
    """For what readers see on every page: a change makes all stored pages stale."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        invalidate("site")

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        super().delete_model(request, obj)
        invalidate("site")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        super().delete_queryset(request, queryset)
        invalidate("site")
