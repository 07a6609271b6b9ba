from __future__ import annotations

from typing import Any

from django import forms


class MarkdownTextarea(forms.Textarea):
    """A textarea for Markdown with what helps to write it. Without JavaScript, it is a textarea."""

    template_name = "admin/blog/post/markdown_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 30, "cols": 90, "spellcheck": "true", "class": "post-body"} | (attrs or {}))
