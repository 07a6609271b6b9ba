from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from blog.admin.base import BlogModelAdmin
from blog.admin.invalidation import InvalidationMixin
from blog.models import Site


@admin.register(Site)
class SiteAdmin(BlogModelAdmin[Site], InvalidationMixin[Site]):
    """One row: its list is its form."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.has_change_permission(request):
            Site.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse("admin:blog_site_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False
