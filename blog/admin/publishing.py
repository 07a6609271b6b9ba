"""The button that publishes an article from its form, at once or at a chosen time, and what its dialog shows."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.admin.drafts import MAX_TEXT, staff_user
from blog.models import Post, Revision
from blog.models.revision import content_of, text_of
from blog.text_diff import count_changed_words, diff

# The button, and the time as an ISO 8601 date with an offset. Empty: at the date of the form, or else now.
PUBLISH, PUBLISH_AT = "_publish", "_publish_at"
DATE, TIME = "published_at_0", "published_at_1"
NOW = "now"


class PublishingMixin(admin.ModelAdmin[Post]):
    def get_urls(self) -> list[URLPattern]:
        return [path("<int:post_id>/changes/", self.changes, name="blog_post_changes"), *super().get_urls()]

    @method_decorator(require_POST)
    def changes(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """How the typed text, as JSON, differs from what readers last saw, as a piece of HTML."""
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        post = get_object_or_404(Post.objects.editable_by(user), pk=post_id)
        try:
            data = json.loads(request.body)
            typed = {name: str(data[name])[:MAX_TEXT].strip() for name in ("title", "standfirst", "body")}
        except (ValueError, TypeError, KeyError):
            return HttpResponse(status=400)
        seen, url = last_seen(post)
        old, new = text_of(seen or {}), text_of(typed)
        words = count_changed_words(diff(old, new) if seen is not None else [])
        context = {"is_seen": seen is not None, "is_changed": old != new, "words": words, "url": url}
        return render(request, "admin/blog/post/publish_changes.html", context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The button is the same as choosing the status and the date."""
        if request.method == "POST" and PUBLISH in request.POST and request.user.has_perm("blog.publish_post"):
            request.POST = published(cast(QueryDict, request.POST))  # type: ignore[assignment]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        return self.confirm(request, obj) if is_published(request, obj) else super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: str | None = None) -> HttpResponse:
        if is_published(request, obj):
            return self.confirm(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def confirm(self, request: HttpRequest, post: Post) -> HttpResponse:
        """Go on with the form."""
        text = _("“%(title)s” is published.")
        if post.is_scheduled():
            text = _("“%(title)s” will be published on %(when)s (time zone: %(zone)s).")
        when = timezone.localtime(post.published_at)
        values = {"title": post.title, "when": localize(when), "zone": timezone.get_current_timezone_name()}
        messages.success(request, text % values)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))


def is_published(request: HttpRequest, post: Post) -> bool:
    return PUBLISH in request.POST and post.status == Post.Status.PUBLISHED and post.published_at is not None


def published(posted: QueryDict) -> QueryDict:
    """The posted form with the status and date of a published article. A malformed time is ignored."""
    data = posted.copy()
    data["status"] = Post.Status.PUBLISHED
    chosen = data.get(PUBLISH_AT, "")
    if chosen == NOW:
        data[DATE] = data[TIME] = ""  # a public article without a date is published now
    try:
        at = parse_datetime(chosen)
    except ValueError:
        at = None
    if at is not None and timezone.is_aware(at):
        local = timezone.localtime(at)
        data[DATE], data[TIME] = f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}"
    return data


def last_seen(post: Post) -> tuple[dict[str, str] | None, str]:
    """What readers last saw of an article, or None, and the page that compares it with the user's draft."""
    page = reverse("admin:blog_post_compare", args=[post.pk])
    if post.is_readable():
        return content_of(post), f"{page}?new=draft"
    if post.published_at is None or post.published_at > timezone.now():
        return None, ""
    revision = Revision.objects.filter(post=post, kind=Revision.Kind.PUBLISHED).order_by("number").last()
    return (revision.content, f"{page}?old={revision.number}&new=draft") if revision else (None, "")
