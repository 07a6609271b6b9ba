"""The articles of a month: what is published, scheduled and expires, day by day, in the time zone of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.time_zones import describe_zone
from blog.models import Post

MONTH = re.compile(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])")
MAX_SHOWN = 300  # of each kind


@dataclass(frozen=True)
class Event:
    """An article is published or expires. ``label`` is true now: “Scheduled” becomes “Published”."""

    at: datetime
    post: Post
    label: str

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


class CalendarMixin(admin.ModelAdmin[Post]):
    def get_urls(self) -> list[URLPattern]:
        return [
            path("calendar/", self.admin_site.admin_view(self.show_calendar), name="blog_post_calendar"),
            *super().get_urls(),
        ]

    def show_calendar(self, request: HttpRequest) -> HttpResponse:
        """``?month=2026-11``, by default this month. Four queries beside those for the user and their permissions."""
        first = parse_month(request.GET.get("month", ""))
        events, is_complete = events_of(request, first)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Calendar: %(month)s") % {"month": date_format(first, "YEAR_MONTH_FORMAT")},
            "month": first,
            "today": timezone.localdate(),
            "previous": month_after(first, -1),
            "next": month_after(first, 1),
            "zone": describe_zone(start_of(first)),
            "days": [(day, list(found)) for day, found in groupby(events, key=lambda event: event.day)],
            "is_complete": is_complete,
        }
        return TemplateResponse(request, "admin/blog/post/calendar.html", context)


def events_of(request: HttpRequest, first: date) -> tuple[list[Event], bool]:
    """What happens in a month to the articles that the user may edit, in order, and whether that is all."""
    now, begin, end = timezone.now(), start_of(first), start_of(month_after(first, 1))
    posts = Post.objects.editable_by(request.user).filter(status__in=Post.READABLE).defer("body")
    appearing = posts.filter(published_at__gte=begin, published_at__lt=end).order_by("published_at", "pk")
    expiring = posts.filter(expires_at__gte=begin, expires_at__lt=end).order_by("expires_at", "pk")
    appear, expire = list(appearing[: MAX_SHOWN + 1]), list(expiring[: MAX_SHOWN + 1])
    prefetch_related_objects([*appear, *expire], "authorships__author")
    events = [Event(at, post, published_label(post, now)) for post in appear if (at := post.published_at)]
    events += [
        Event(at, post, _("Expired") if at <= now else _("Expires")) for post in expire if (at := post.expires_at)
    ]
    is_complete = max(len(appear), len(expire)) <= MAX_SHOWN
    return sorted(events, key=lambda event: (event.at, event.post.pk)), is_complete


def published_label(post: Post, now: datetime) -> str:
    if post.is_scheduled(now):
        return _("Scheduled")
    return _("Unlisted") if post.status == Post.Status.UNLISTED else _("Published")


def parse_month(text: str) -> date:
    """The first day of a month. Anything else than a month means this one."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)


def month_after(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
