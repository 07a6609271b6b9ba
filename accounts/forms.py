"""Forms that don't extend allauth's, which are in accounts.allauth.forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _


class AutofocusFirstErrorMixin(forms.BaseForm):
    """Goes before a form. With errors, the focus is on the first invalid field, or on the error of the whole form."""

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or not self.errors:
            return
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        invalid = next((name for name in self.fields if name in self.errors), None)
        if invalid is not None:
            self.fields[invalid].widget.attrs["autofocus"] = True
        else:
            errors = self.errors[NON_FIELD_ERRORS].as_data()
            self.errors[NON_FIELD_ERRORS] = AutofocusErrorList(errors, "nonfield", self.renderer)


class AutofocusErrorList(ErrorList):
    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "autofocus": True}


class AutofocusRadioSelect(forms.RadioSelect):
    """Only the first option gets ``autofocus``: a page may have one such element."""

    def create_option(self, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(*args, **more)
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        return option


class DeleteAccountForm(AutofocusFirstErrorMixin, forms.Form):
    comments = forms.ChoiceField(
        label=_("Your comments"),
        choices=[
            ("keep", _("Keep them, without your name")),
            ("erase", _("Delete them; replies by others stay")),
        ],
        widget=AutofocusRadioSelect,
        error_messages={"required": _("Choose what happens to your comments.")},
    )
