from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import find_zone
from blog.admin.conflict import Conflict, find_conflict, last_editor, merged_text, parse_version
from blog.admin.form_time_zone import ZONE
from blog.admin.markdown_widget import MarkdownTextarea
from blog.admin.new_tags import NewTagsForm
from blog.admin.optional_time import OptionalTimeField
from blog.models import Draft, Post
from blog.rendering import Unrenderable, render_sections

# Buttons of the form that save nothing, and the version that a merge started from.
MERGE, COMPARE, MERGE_BASE = "_merge", "_compare", "merge_base"


class PostForm(NewTagsForm):
    """``base_version`` is the version of the row when the form was opened; empty in forms without it."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # How the stored row differs; None unless the form is stale.
    conflict: Conflict | None = None
    # Shown instead of the stored row, in an unbound form.
    draft: Draft | None = None

    class Meta:
        model = Post
        fields = ["title", "slug", "standfirst", "body", "status", "published_at", "expires_at"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "placeholder": _("Title"), "dir": "auto"}),
            "standfirst": forms.Textarea(attrs={"rows": 2, "placeholder": _("Standfirst"), "dir": "auto"}),
            "body": MarkdownTextarea,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, OptionalTimeField):
                field.show_zone(getattr(self.instance, name))
        if self.instance.pk:
            self.initial["base_version"] = self.instance.version
            if "status" in self.fields and self.instance.state_label != self.instance.get_status_display():
                self.fields["status"].help_text = _("Now: %(state)s.") % {"state": self.instance.state_label}
        else:
            self.fields["title"].widget.attrs["autofocus"] = True
        if self.draft and not self.is_bound:
            self.show_draft(self.draft)

    def show_draft(self, draft: Draft) -> None:
        """Drafts of a restored revision have only some fields; the others are as stored."""
        data = MultiValueDict(draft.fields)
        is_complete = "base_version" in data
        for name, field in self.fields.items():
            is_unchecked = is_complete and isinstance(field, forms.BooleanField | forms.ModelMultipleChoiceField)
            if name in data or f"{name}_0" in data or is_unchecked:
                self.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)
            if isinstance(field, OptionalTimeField) and f"{name}_0" in data:
                self.initial[name] = field.typed_in(find_zone(data.get(ZONE, "")), self.initial[name])
        self.initial["base_version"] = draft.base_version

    def clean_title(self) -> str:
        """One line: the field grows with its text, so browsers let users type several."""
        title: str = self.cleaned_data["title"]
        return " ".join(title.splitlines())

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        try:
            render_sections(body)
        except Unrenderable as error:
            raise forms.ValidationError(str(error)) from error
        return body

    def clean(self) -> dict[str, Any] | None:
        """A public article without a date is published now. A new note about an update has the date of today."""
        cleaned = super().clean() or self.cleaned_data
        has_dates = "published_at" in self.fields
        if has_dates and cleaned.get("status") in Post.READABLE and not cleaned.get("published_at"):
            cleaned["published_at"] = self.instance.published_at = timezone.now()
        if cleaned.get("correction") and "correction" in self.changed_data and "revised_at" not in self.changed_data:
            cleaned["revised_at"] = self.instance.revised_at = timezone.now()
        start, end = cleaned.get("published_at"), cleaned.get("expires_at")
        if start and end and end <= start:
            self.add_error("expires_at", _("The article would expire before it is published."))
        if self.instance.pk:
            self.check_base_version()
        return cleaned

    def check_base_version(self) -> None:
        """A stale form is shown again, now based on the stored row: saving it once more replaces that row.

        So is a form that asks for a comparison, or for the merged text, which then is in the form.
        """
        base, stored = self.cleaned_data.get("base_version"), self.instance
        if MERGE in self.data:
            conflict = find_conflict(self, parse_version(str(self.data.get(MERGE_BASE, ""))))
            self.show_again(body=merged_text(conflict.regions, self.data) if conflict.regions else self.data["body"])
            self.add_error(
                None, _("Not saved yet: your text and the stored one are merged. Check the text and save it.")
            )
            return
        if base == stored.version and COMPARE not in self.data:
            return
        found = find_conflict(self, base)
        if found.differences or (base is not None and base != stored.version):
            self.conflict = found
            self.show_again()
            self.add_error(None, conflict_notice(stored))
        elif COMPARE in self.data:
            self.add_error(None, _("Not saved yet: your version and the stored one are the same."))

    def show_again(self, **changes: str) -> None:
        """The posted data with changes, based on the stored row."""
        data = cast(QueryDict, self.data).copy()
        data["base_version"] = str(self.instance.version)
        for name, value in changes.items():
            data[name] = value
        self.data = data


def conflict_notice(stored: Post) -> str:
    values = {"name": last_editor(stored), "when": localize(timezone.localtime(stored.updated_at))}
    happened = (
        _("Not saved yet: %(name)s saved this article on %(when)s, after you opened it.")
        if values["name"]
        else _("Not saved yet: this article was changed on %(when)s, after you opened it.")
    )
    kept = _("Your version is in the form; the stored version is shown above it. Saving replaces the stored version.")
    return f"{happened % values} {kept}"
