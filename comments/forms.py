from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.abuse.form_timestamps import FormTimestamp
from accounts.models import DISPLAY_NAME_LENGTH
from accounts.profile.display_name import check_marks, visible_name
from comments.models import Report
from comments.models.comment import BODY_LENGTH

SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
TIMESTAMP = FormTimestamp("comments.form")


class TypedText(forms.CharField):
    """Counts each line ending as one character, although browsers send two."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class CommentForm(forms.Form):
    """The comment form. On cached pages it is the same for everyone, so it contains no token and no id.

    A double click is therefore detected by what was sent (comments/submission/submit.py). The timestamp is that of the
    article's last change; for identified visitors, whose pages aren't cached, it is when the page was rendered. A
    script measures how long the page has been open.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=_("Shown with your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter the name to show with your comment.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Never shown to readers."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address. It is never shown to readers."),
            "invalid": _("Enter a valid e-mail address, such as name@example.org."),
        },
    )
    body = TypedText(
        label=_("Comment"),
        max_length=BODY_LENGTH,
        help_text=_("You can use **bold**, *italic*, `code`, > quotes and [links](https://…)."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your comment first."),
            "max_length": _("Comments can have at most %(limit_value)d characters. Yours has %(show_value)d."),
        },
    )
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    wants_mail = forms.BooleanField(label=_("E-mail me when my comment is approved or gets a reply"), required=False)
    follow = forms.BooleanField(label=_("E-mail me about new comments on this article"), required=False)
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    elapsed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "comment_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if member:
            del self.fields["name"], self.fields["email"]

    def clean_name(self) -> str:
        name = visible_name(str(self.cleaned_data["name"]))
        if not any(unicodedata.category(character)[0] in "LNPS" for character in name):
            raise forms.ValidationError(_("Enter a name with visible characters."), code="invisible")
        check_marks(name)
        return name

    @property
    def seconds(self) -> float | None:
        """How long the author had at most; None without a valid timestamp. ``elapsed`` can only reduce it."""
        age = TIMESTAMP.age(self.cleaned_data.get("started", ""))
        elapsed = self.cleaned_data.get("elapsed", "")
        return min(age, float(elapsed)) if age is not None and SECONDS.fullmatch(elapsed) else age


class EditForm(forms.Form):
    """The new text of a comment, and the version of the text that was edited."""

    body = CommentForm.base_fields["body"]
    text_version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with this comment?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    text = forms.CharField(label=_("Details"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
