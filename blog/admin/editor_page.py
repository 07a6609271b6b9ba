"""The article form as an editor: a bar, the text, and a side panel with the other fields."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import ngettext

from blog.models import Post

# A number of each plural category of CLDR, in all languages that have it. Scripts find the category of a number.
PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


class EditorPageMixin(admin.ModelAdmin[Post]):
    class Media:
        css: ClassVar[dict[str, list[str]]] = {
            "all": ["admin/layout.css", "admin/panel.css", "admin/publish.css", "admin/focus.css"]
        }
        js: ClassVar[list[Script]] = [
            Script("admin/editor/bar.js", type="module"),
            Script("admin/editor/panel.js", type="module"),
            Script("admin/editor/heading-fields.js", type="module"),
            Script("admin/editor/publish-dialog.js", type="module"),
            Script("admin/editor/focus-mode.js", type="module"),
            Script("admin/editor/screen-keyboard.js", type="module"),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context |= {
            "is_nav_sidebar_enabled": False,  # the text has its place
            "may_publish": request.user.has_perm("blog.publish_post"),
            "word_forms": json.dumps(word_forms()),
        }
        return super().render_change_form(request, context, *args, **kwargs)


def word_forms() -> dict[str, str]:
    """“%s words” by plural category."""
    return {
        name: ngettext("%(words)s word", "%(words)s words", number) % {"words": "%s"}
        for name, number in PLURALS.items()
    }
