from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS


class AutofocusFirstErrorMixin:
    """Goes in front of a form. The page that shows its errors opens with the cursor in the first wrong field.

    Where none is wrong by itself, the cursor stands at what is said of the whole form.
    """

    fields: dict[str, Any]

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        errors = getattr(self, "_errors", None) or {}
        if not errors:
            return
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        wrong = next((name for name in self.fields if name in errors), None)
        if wrong is not None:
            self.fields[wrong].widget.attrs["autofocus"] = True
        else:
            errors[NON_FIELD_ERRORS].takes_cursor = True


class AutofocusRadioSelect(forms.RadioSelect):
    """One of several, of which the first gets the cursor: only one element of a page may ask for it."""

    def create_option(self, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(*args, **more)
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        return option
