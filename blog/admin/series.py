from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.base import BlogModelAdmin
from blog.admin.deletion import DeletionSummaryMixin
from blog.models import Series
from blog.taxonomy import delete_series, save_series

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Parts(TypedDict):
    parts: int


@admin.register(Series)
class SeriesAdmin(BlogModelAdmin[Series], DeletionSummaryMixin[Series]):
    """Articles are added to a series in the article's form."""

    list_display = ["title", "slug", "parts"]
    ordering = ["title"]  # the annotation removes the model's ordering
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    deleted_with = {"posts": _("articles that leave this series")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(parts=Count("posts"))

    @admin.display(description=_("articles"), ordering="parts")
    def parts(self, series: WithAnnotations[Series, Parts]) -> int:
        return series.parts

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        save_series(obj)

    def delete_model(self, request: HttpRequest, obj: Series) -> None:
        delete_series(Series.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Series]) -> None:
        delete_series(Series.objects.filter(pk__in=queryset.values("pk")))
