"""The checks of an article: while it is written, as JSON, and after saving, as messages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.forms import Script
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog.admin.drafts import staff_user
from blog.admin.new_tags import names_in
from blog.checks import Check, Typed, check_article, check_stored
from blog.checks.places import in_utf16
from blog.models import Post, Tag

TYPED = ("title", "standfirst", "body")
MAX_TAGS = 50
MAX_MESSAGES = 5
MAX_ARTICLES = 20
# Set by the script that shows the checks in the form, so that messages don't repeat them.
SHOWN = "_checks_shown"


class ChecksMixin(admin.ModelAdmin[Post]):
    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/checks.css"]}
        js: ClassVar[list[Script]] = [Script("admin/editor/checks.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        return [path("checks/", self.check_typed, name="blog_post_checks"), *super().get_urls()]

    @method_decorator(require_POST)
    def check_typed(self, request: HttpRequest) -> JsonResponse:
        """What is typed, in JSON; ``post`` is the article's id unless it is new. Writes nothing. 401: log in.

        At most 15 queries beside those for the user and their permissions.
        """
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        try:
            typed, keys, new, post_id = parse(request.body)
        except (ValueError, TypeError, KeyError):
            return JsonResponse({"error": "The request is malformed."}, status=400)
        post: Post | None = Post()
        if post_id is not None:
            post = Post.objects.editable_by(user).only("pk", "language").filter(pk=post_id).first()
        elif not self.has_add_permission(request):
            return JsonResponse({}, status=403)
        if post is None:
            return JsonResponse({}, status=404)
        tags = list(Tag.objects.filter(pk__in=keys).values_list("name", flat=True)) if keys else []
        found = check_article(Typed(**typed, tags=tags + new), post)
        return JsonResponse({"checks": [in_browser(check, typed["body"]) for check in found], "title": title_of(found)})

    def report_checks(self, request: HttpRequest, posts: Sequence[Post]) -> None:
        """A message for each of the first checks. Archived articles are skipped."""
        if SHOWN in request.POST:
            return
        for post in posts[:MAX_ARTICLES]:
            found = check_stored(post) if post.status != Post.Status.ARCHIVED else []
            said = [check.message for check in found[:MAX_MESSAGES]]
            if rest := len(found) - MAX_MESSAGES:
                said += [ngettext("%d more thing to check.", "%d more things to check.", rest) % rest] * (rest > 0)
            for text in said:
                text = text if len(posts) == 1 else f"{post.title}: {text}"
                self.message_user(request, text, messages.WARNING)


def parse(body: bytes) -> tuple[dict[str, str], list[int], list[str], int | None]:
    """The texts, the keys of tags, the names of new ones, and the id of the article.

    Raises ValueError, TypeError or KeyError.
    """
    data = json.loads(body)
    typed = {name: data[name] for name in TYPED if isinstance(data[name], str)}
    if len(typed) < len(TYPED) or any("\0" in text for text in typed.values()):
        raise ValueError("Text was expected.")
    for text in typed.values():
        text.encode()
    keys = [int(key) for key in data.get("tags", [])[:MAX_TAGS]]
    post_id = None if data.get("post") in (None, "") else int(data["post"])
    if any(not 0 <= key < 2**63 for key in [*keys, post_id or 0]):
        raise ValueError("A key was expected.")
    new = names_in(str(data.get("new_tags", ""))[:1_000])[:MAX_TAGS]
    return typed, keys, new, post_id


def in_browser(check: Check, body: str) -> dict[str, Any]:
    start, end = in_utf16(body, (check.start, check.end))
    return asdict(check) | {"start": start, "end": end}


def title_of(checks: Sequence[Check]) -> str:
    number = len(checks)
    return ngettext("%d thing to check", "%d things to check", number) % number if number else ""
