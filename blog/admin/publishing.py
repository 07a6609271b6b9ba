"""The button that publishes an article from its form, at once or at a chosen time."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from blog.models import Post

# The button, and the time as an ISO 8601 date with an offset. Empty: at the date of the form, or else now.
PUBLISH, PUBLISH_AT = "_publish", "publish_at"
DATE, TIME = "published_at_0", "published_at_1"


class PublishingMixin(admin.ModelAdmin[Post]):
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The button is the same as choosing the status and the date, and keeps the form open."""
        if request.method == "POST" and PUBLISH in request.POST and request.user.has_perm("blog.publish_post"):
            request.POST = published(cast(QueryDict, request.POST))  # type: ignore[assignment]
        return super().changeform_view(request, object_id, form_url, extra_context)


def published(posted: QueryDict) -> QueryDict:
    """The posted form with the status and date of a published article. A malformed time is ignored."""
    data = posted.copy()
    data["status"] = Post.Status.PUBLISHED
    data["_continue"] = "1"
    try:
        at = parse_datetime(data.get(PUBLISH_AT, ""))
    except ValueError:
        at = None
    if at is not None and timezone.is_aware(at):
        local = timezone.localtime(at)
        data[DATE], data[TIME] = f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}"
    return data
