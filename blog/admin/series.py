from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.public_change import PublicChangeMixin
from blog.admin.unsaved import UnsavedFormsMixin
from blog.models import Series


@admin.register(Series)
class SeriesAdmin(UnsavedFormsMixin[Series], PublicChangeMixin[Series]):
    """Which articles belong to it is said at the articles."""

    shown_in = ("posts",)
    list_display = ["title", "slug", "parts"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(parts=Count("posts"))

    @admin.display(description=_("articles"), ordering="parts")
    def parts(self, series: Series) -> int:
        return series.parts  # type: ignore[attr-defined,no-any-return]
