from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.public_change import PublicChangeMixin
from blog.admin.unsaved import UnsavedFormsMixin
from blog.models import Tag
from blog.saving import keep_old_tag_address


@admin.register(Tag)
class TagAdmin(UnsavedFormsMixin[Tag], PublicChangeMixin[Tag]):
    shown_in = ("posts",)
    list_display = ["name", "slug", "uses"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(uses=Count("posts"))

    @admin.display(description=_("articles"), ordering="uses")
    def uses(self, tag: Tag) -> int:
        return tag.uses  # type: ignore[attr-defined,no-any-return]

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        keep_old_tag_address(obj)
        super().save_model(request, obj, form, change)
