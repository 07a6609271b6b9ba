"""The times in a form or draft are those of the time zone in which it was filled in, even if the user has moved on."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.time_zones import find_zone
from blog.models import Post

ZONE = "time_zone"


class FormTimeZoneMixin(admin.ModelAdmin[Post]):
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        zone = find_zone(request.POST.get(ZONE, "")) if request.method == "POST" else None
        with timezone.override(zone) if zone else nullcontext():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["form_zone"] = timezone.get_current_timezone_name()
        return super().render_change_form(request, context, *args, **kwargs)
