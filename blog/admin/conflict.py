"""The differences between a stale form and the stored row, so that an author can compare them before saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from blog.models import Post, Revision
from blog.text_diff import Chunk, Region, Side, diff, is_same_text, merge

MAX_DIGITS = 9
SAVE_TAKES = timedelta(minutes=1)  # at most, from the row to the entry in its history


@dataclass(frozen=True)
class Difference:
    """A field, and the text of its stored value.

    Long fields also have what the stored version and the form's version changed, each word by word: since the
    version that both started from, if that is known, or else the form's changes to the stored version.
    """

    label: str
    stored: str
    theirs: list[Chunk] = field(default_factory=list)
    yours: list[Chunk] = field(default_factory=list)


@dataclass(frozen=True)
class Conflict:
    """Why a form is stale: the fields that differ, and how the two texts of the article can be merged."""

    differences: list[Difference]
    base_version: int | None = None
    regions: list[Region] = field(default_factory=list)

    @property
    def overlapping(self) -> list[tuple[str, Region]]:
        """The paragraphs that both sides changed, each with the name of the form field that chooses one."""
        return [(f"merge-{n}", region) for n, region in enumerate(self.regions) if region.side == Side.CONFLICT]


def parse_version(text: str) -> int | None:
    """The number of a version or revision in a request. None if it is malformed or larger than any number can be."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None


def find_conflict(form: forms.ModelForm[Post], base_version: int | None) -> Conflict:
    """One query for each relation, and one for the common ancestor."""
    ancestor = Revision.objects.filter(post=form.instance).of_version(base_version) if base_version else None
    content = ancestor.content if ancestor else {}
    regions = merge(content["body"], form["body"].data or "", form["body"].initial) if ancestor else []
    return Conflict(differences(form, content), base_version, regions)


def merged_text(regions: Sequence[Region], choices: Mapping[str, str]) -> str:
    """The merged text. ``choices`` says "mine", "theirs" or "both" for overlapping changes; both if it says nothing."""
    return "".join(chosen_text(region, choices.get(f"merge-{n}", "both")) for n, region in enumerate(regions)).rstrip(
        "\n"
    )


def chosen_text(region: Region, choice: str) -> str:
    if region.side != Side.CONFLICT:
        return region.merged
    return {"mine": region.mine, "theirs": region.theirs}.get(choice, region.theirs + region.mine)


def differences(form: forms.ModelForm[Post], ancestor: Mapping[str, str]) -> list[Difference]:
    """The fields of a bound form whose stored values differ. One query for each relation."""
    return [
        difference(form[name], ancestor.get(name))
        for name, field in form.fields.items()
        if name in form.changed_data and name != "new_tags" and not field.widget.is_hidden
        if not is_unchanged_text(form[name].initial, form[name].data)
    ]


def difference(bound: BoundField, ancestor: str | None) -> Difference:
    field, label = bound.field, capfirst(str(bound.field.label))
    stored = describe_value(field, bound.initial)
    if not isinstance(field.widget, forms.Textarea):
        return Difference(label, stored)
    theirs = [] if ancestor is None else diff(ancestor, stored)
    return Difference(label, stored, theirs, diff(stored if ancestor is None else ancestor, bound.data or ""))


def is_unchanged_text(stored: object, typed: object) -> bool:
    return isinstance(stored, str) and isinstance(typed, str) and is_same_text(stored, typed)


def describe_value(field: forms.Field, value: Any) -> str:
    if isinstance(field, ModelMultipleChoiceField):
        return ", ".join(str(choice) for choice in value or [])
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        return str(field.queryset.filter(pk=value).first() or "") if value else ""
    if isinstance(field, forms.ChoiceField):
        return str(next((label for key, label in field.widget.choices if key == value), value))
    if isinstance(value, datetime):
        return str(localize(timezone.localtime(value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)


def entries_of(post: Post) -> QuerySet[LogEntry]:
    """The history of an article."""
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Post), object_id=str(post.pk))


def last_editor(post: Post) -> str:
    """The display name of the user who saved the post last, or "" if it wasn't saved in the admin."""
    # The first entry after the save is that of the save; others, such as of a preview link, may follow.
    times = (post.updated_at, post.updated_at + SAVE_TAKES)
    first = (
        entries_of(post).filter(action_time__range=times).select_related("user").order_by("action_time", "pk").first()
    )
    return str(first.user.display_name) if first else ""
