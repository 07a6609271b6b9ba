"""The page that shows docs/writing.md with the result of each example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from blog.rendering import POST
from blog.rendering import render as render_markdown

PAGE = settings.BASE_DIR / "docs" / "writing.md"
EXAMPLE = re.compile(r"^(`{3,})markdown\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """What precedes an example, the example as typed, and what it becomes."""

    text: SafeString
    source: str
    result: SafeString


def read_examples() -> list[Example]:
    text = PAGE.read_text(encoding="utf-8").partition("\n")[2]
    # The texts between the examples, their fences and their sources alternate.
    pieces = [*EXAMPLE.split(text), "", ""]
    language = get_language() or ""
    return [
        Example(
            render_markdown(pieces[at], POST),
            pieces[at + 2],
            render_markdown(pieces[at + 2], POST, id_prefix=f"p{at}-", language=language),
        )
        for at in range(0, len(pieces), 3)
    ]


class FormattingHelpMixin(admin.ModelAdmin[Post]):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.formatting_view)
        return [path("formatting/", view, name="blog_post_formatting"), *super().get_urls()]

    def formatting_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Help with formatting"),
            "examples": read_examples(),
            "opts": self.opts,
        }
        return render(request, "admin/blog/post/formatting.html", context)
