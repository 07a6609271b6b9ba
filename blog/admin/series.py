from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.base import BlogModelAdmin
from blog.admin.deletion import DeletionSummaryMixin
from blog.admin.invalidation import InvalidationMixin
from blog.models import Series
from blog.posts import delete_series
from blog.redirects import redirect_old_slug


@admin.register(Series)
class SeriesAdmin(BlogModelAdmin[Series], DeletionSummaryMixin[Series], InvalidationMixin[Series]):
    """Which articles belong to it is said at the articles."""

    cache_tags = ("posts",)
    list_display = ["title", "slug", "parts"]
    ordering = ["title"]  # the annotation drops that of the model
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    deleted_with = {"posts": _("articles that leave this series")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(parts=Count("posts"))

    @admin.display(description=_("articles"), ordering="parts")
    def parts(self, series: Series) -> int:
        return series.parts  # type: ignore[attr-defined,no-any-return]

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        redirect_old_slug(obj)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Series) -> None:
        delete_series(Series.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Series]) -> None:
        delete_series(Series.objects.filter(pk__in=queryset.values("pk")))
