"""The help for authors: docs/writing.md with the result of each example, and docs/editor.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from blog.rendering import POST
from blog.rendering import render as render_markdown

DOCS = settings.BASE_DIR / "docs"
URL_NAMES = {"writing": "blog_post_formatting", "editor": "blog_post_editor_help"}
LINK = re.compile(rf"\]\(({'|'.join(URL_NAMES)})\.md(?:#[\w-]*)?\)")
IMAGE = re.compile(r"\]\(\.\./static/([\w./-]+)\)")
EXAMPLE = re.compile(r"^(`{3,})markdown\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """What precedes an example, the example as typed, and what it becomes."""

    text: SafeString
    source: str
    result: SafeString


def read_page(name: str) -> tuple[str, str]:
    """The heading of a manual and its text, whose links and images lead to those of the admin."""
    heading, _newline, text = (DOCS / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    text = LINK.sub(lambda link: f"]({reverse(f'admin:{URL_NAMES[link[1]]}')})", text)
    return heading.lstrip("# "), IMAGE.sub(lambda image: f"]({static(image[1])})", text)


def read_examples(text: str) -> list[Example]:
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
        view = self.admin_site.admin_view(self.help_view)
        return [
            path("formatting/", view, {"name": "writing"}, name=URL_NAMES["writing"]),
            path("formatting/editor/", view, {"name": "editor"}, name=URL_NAMES["editor"]),
            *super().get_urls(),
        ]

    def help_view(self, request: HttpRequest, name: str) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        heading, text = read_page(name)
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Help"),
            "subtitle": heading,
            "examples": read_examples(text),
            "opts": self.opts,
        }
        return render(request, "admin/blog/post/formatting.html", context)
