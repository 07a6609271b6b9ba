"""The differences between a stale form and the stored row, so that an author can compare them before saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from blog.models import Post


@dataclass(frozen=True)
class Difference:
    """A field, and the text of its stored value. ``is_long`` values have several lines."""

    label: str
    stored: str
    is_long: bool = False


def differences(form: forms.ModelForm[Post]) -> list[Difference]:
    """The fields of a bound form whose stored values differ. One query for each relation."""
    return [
        Difference(
            label=capfirst(str(field.label)),
            stored=describe_value(field, form[name].initial),
            is_long=isinstance(field.widget, forms.Textarea),
        )
        for name, field in form.fields.items()
        if name in form.changed_data and not field.widget.is_hidden
        if not is_same_text(form[name].initial, form[name].data)
    ]


def is_same_text(stored: object, typed: object) -> bool:
    """Browsers send line breaks as CR LF, and fields strip surrounding whitespace."""
    if not (isinstance(stored, str) and isinstance(typed, str)):
        return False
    return stored.strip().splitlines() == typed.strip().splitlines()


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


def last_editor(post: Post) -> str:
    """The display name of the user who saved the post last, or "" if it wasn't saved in the admin."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Post), object_id=str(post.pk))
    latest = entries.select_related("user").order_by("-action_time").first()
    is_that_save = latest and abs((latest.action_time - post.updated_at).total_seconds()) < 60
    return str(latest.user.display_name) if latest and is_that_save else ""
