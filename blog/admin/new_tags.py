"""Tags that are typed in the form of an article, separated by commas. Those that don't exist are created."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from blog.tag_names import similar_names
from blog.taxonomy import tags_by_name, tags_named

MAX_NEW = 20
MAX_LENGTH = 60
CONFIRMED = "new_tags_confirmed"


class NewTagsForm(forms.ModelForm[Post]):
    """Similar tags are suggested before one is created. Saving once more creates it all the same."""

    new_tags = forms.CharField(
        label=_("Add tags by name"),
        help_text=_("Separated by commas. Tags that don’t exist yet are created."),
        required=False,
        max_length=1_000,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    # The names for which similar ones were suggested.
    new_tags_confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    may_create_tags = True

    def clean_new_tags(self) -> list[str]:
        names = names_in(self.cleaned_data["new_tags"])
        if len(names) > MAX_NEW:
            raise ValidationError(_("Enter at most %d tags.") % MAX_NEW)
        tags = tags_by_name() if names else {}
        known = [tag.name for tag in tags.values()]
        missing = [name for name in names if name.casefold() not in tags]
        problems = [problem for name in missing if (problem := self.problem_of(name, known))]
        if problems:
            data = cast(QueryDict, self.data).copy()
            data[CONFIRMED] = ", ".join(missing)
            self.data = data
            raise ValidationError([str(problem) for problem in problems])
        return names

    def problem_of(self, name: str, known: list[str]) -> str:
        values = {"name": name, "similar": ", ".join(similar_names(name, known))}
        if not self.may_create_tags:
            return gettext("There is no tag “%(name)s”, and you may not create tags. Ask an editor.") % values
        if len(name) > MAX_LENGTH:
            return gettext("“%(name)s” is too long for a tag.") % values
        if not values["similar"] or name in names_in(self.data.get(CONFIRMED, "")):
            return ""
        text = gettext(
            "There is no tag “%(name)s”, but there is %(similar)s. Correct it, or save again to create “%(name)s”."
        )
        return text % values


class NewTagsMixin(admin.ModelAdmin[Post]):
    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.may_create_tags = request.user.has_perm("blog.add_tag")
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        names = form.cleaned_data.get("new_tags")
        if names and request.user.pk is not None:
            tags, created = tags_named(names)
            form.instance.tags.add(*tags)
            note = gettext("Created for the article %s.") % form.instance
            LogEntry.objects.log_actions(request.user.pk, created, ADDITION, note)


def names_in(text: str) -> list[str]:
    """The names in a text, each once. Commas of all scripts separate them."""
    names = (" ".join(part.split()) for part in re.split(r"[,;\n،、，]", text))
    return list({name.casefold(): name for name in reversed([*names]) if name}.values())[::-1]
