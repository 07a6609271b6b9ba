from __future__ import annotations

from typing import Any

from django import forms


class FocusFirstWrong:
    """Goes in front of a form. The page that shows its errors opens with the cursor in the first wrong field."""

    fields: dict[str, Any]

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        wrong = next((name for name in self.fields if name in (getattr(self, "_errors", None) or {})), None)
        if wrong is None:
            return
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        self.fields[wrong].widget.attrs["autofocus"] = True


class Answers(forms.RadioSelect):
    """One of several, of which the first gets the cursor: only one element of a page may ask for it."""

    def create_option(self, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(*args, **more)
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        return option
