"""Reports and decisions, read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.admin.permissions import MODERATE, ModeratorAdmin
from comments.models import Comment, Decision, Report


class ReadOnlyInline[M: (Decision, Report)](admin.TabularInline[M, Comment]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MODERATE)


class ReportInline(ReadOnlyInline[Report]):
    model = Report
    fields = readonly_fields = ("reason", "text", "network", "created_at", "resolved_at")


class DecisionInline(ReadOnlyInline[Decision]):
    model = Decision
    fields = readonly_fields = ("before", "after", "by", "via", "why", "at")
    verbose_name_plural = _("decisions")


@admin.register(Decision)
class DecisionAdmin(ModeratorAdmin[Decision]):
    """The log of decisions."""

    list_display = ("at", "about", "before", "after", "by", "via", "why")
    list_display_links = None
    list_filter = ("via", "after")
    list_select_related = ("comment", "by")
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("comment__body", "comment__name", "why", "by__display_name")
    date_hierarchy = "at"
    actions = None

    @admin.display(description=_("comment"))
    def about(self, decision: Decision) -> SafeString:
        address = reverse("admin:comments_comment_change", args=[decision.comment_id])
        return format_html('<a href="{}">{}</a>', address, decision.comment)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).defer("comment__html")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
