from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from blog.admin.base import BlogModelAdmin
from blog.admin.invalidation import InvalidationMixin
from blog.models import BlogSettings
from blog.posts import rebuild_all


@admin.register(BlogSettings)
class BlogSettingsAdmin(BlogModelAdmin[BlogSettings], InvalidationMixin[BlogSettings]):
    """There is one row, so the list page redirects to its form."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.has_change_permission(request):
            BlogSettings.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse("admin:blog_blogsettings_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: BlogSettings, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "typographic_punctuation" in form.changed_data:
            rebuild_all.enqueue()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BlogSettings | None = None) -> bool:
        return False
