from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from blog.models import raise_versions


class PublicChangeMixin[M: Model](admin.ModelAdmin[M]):
    """For what readers see on every page: a change makes all stored pages stale."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_versions("site")

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        super().delete_model(request, obj)
        raise_versions("site")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        super().delete_queryset(request, queryset)
        raise_versions("site")
