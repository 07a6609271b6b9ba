"""Rich text that is pasted into the editor, as Markdown."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import islice
from urllib.parse import unquote

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.abuse.rate_limits import RateLimit, allow
from accounts.models import User, user_key
from blog.admin.drafts import staff_user
from blog.importing.html import convert_html
from blog.models import Post
from blog.rendering import POST, TooComplex

PASTES = RateLimit("pastes", 600, timedelta(minutes=10))
MAX_NOTE = 1_000_000
MAX_OWN_LINKS = 200


class PasteMixin(admin.ModelAdmin[Post]):
    def get_urls(self) -> list[URLPattern]:
        return [path("paste/", self.paste, name="blog_post_paste"), *super().get_urls()]

    @method_decorator(require_POST)
    def paste(self, request: HttpRequest) -> HttpResponse:
        """JSON: ``html`` and ``note``, the number of the first footnote. 401: log in. 422: too large to convert.

        One query beside those for the user and their permissions, if the text links to articles of this site.
        """
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            return JsonResponse({}, status=403)
        if not allow(PASTES, user_key(user.pk)):
            return JsonResponse({}, status=429)
        try:
            html, note = parse(request.body)
        except (ValueError, TypeError, KeyError):
            return JsonResponse({"error": "The request is malformed."}, status=400)
        try:
            found = convert_html(html, first_note=note, own_links=own_links(html, user))
        except TooComplex as error:
            return JsonResponse({"error": str(error)}, status=422)
        if len(found.markdown) > POST.bounds.characters:
            return JsonResponse({"error": "The text is too long."}, status=422)
        return JsonResponse({"markdown": found.markdown, "blocks": found.has_blocks})


def own_links(html: str, user: User) -> dict[str, str]:
    """The links by id in place of the URLs of articles, so that renaming them doesn't break the links."""
    start, end = reverse("blog:post", args=["SLUG"]).split("SLUG")
    pattern = re.compile(rf"{re.escape(settings.SITE_URL + start)}([^/\"'\s<>?#]{{1,200}}){end}")
    slugs = {unquote(slug) for slug in islice(pattern.findall(html), MAX_OWN_LINKS)}
    posts = Post.objects.visible_to(user).order_by().filter(slug__in=slugs).only("slug") if slugs else []
    return {post.get_absolute_url(): f"post:{post.pk}" for post in posts}


def parse(body: bytes) -> tuple[str, int]:
    """Raises ValueError, TypeError or KeyError if the request is malformed."""
    data = json.loads(body)
    html, note = data["html"], data.get("note", 1)
    if not isinstance(html, str) or not isinstance(note, int) or not 0 < note < MAX_NOTE:
        raise TypeError("Text and a number were expected.")
    return html.encode(errors="ignore").decode(), note
