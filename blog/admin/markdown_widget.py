from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from blog.images import MAX_BYTES


class MarkdownTextarea(forms.Textarea):
    """A textarea for Markdown with what helps to write it. Without JavaScript, it is a textarea."""

    template_name = "admin/blog/post/markdown_widget.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/editor.css", "admin/images.css", "admin/insert-menu.css"]}
        js: ClassVar[list[forms.Script]] = [
            forms.Script("admin/editor/toolbar.js", type="module"),
            forms.Script("admin/editor/typing.js", type="module"),
            forms.Script("admin/editor/paste.js", type="module"),
            forms.Script("admin/editor/image-drop.js", type="module"),
            forms.Script("admin/editor/insert-menu.js", type="module"),
        ]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"rows": 30, "cols": 90, "spellcheck": "true", "class": "post-body", "dir": "auto"}
        super().__init__(own | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"max_image_bytes": MAX_BYTES}
