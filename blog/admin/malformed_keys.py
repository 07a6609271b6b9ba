"""Malformed primary keys in the admin's lists, links and forms, for which Django responds with a server error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LARGEST_KEY = 2**63 - 1
NUMBER_OUT_OF_RANGE = re.compile(r"-?\d{19,}")


class MalformedKeysMixin[M: Model](admin.ModelAdmin[M]):
    """Ignores malformed keys in selections and links, and reports them in forms."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Out-of-range numbers redirect to the unfiltered list, as Django does with other malformed filters."""
        filters = (value for name, value in request.GET.items() if name != "q")
        if any(NUMBER_OUT_OF_RANGE.fullmatch(str(value)) for value in filters):
            return HttpResponseRedirect(f"{request.path}?e=1")
        return super().changelist_view(request, extra_context)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> HttpResponse | None:
        data = request.POST.copy()
        keys = [key for key in data.getlist(ACTION_CHECKBOX_NAME) if is_key(self.opts.pk, key)]
        data.setlist(ACTION_CHECKBOX_NAME, keys)
        request.POST = data  # type: ignore[assignment]
        return super().response_action(request, queryset, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Query parameters of an add page that have the wrong type are ignored."""
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if self.is_value_of(name, value)}

    def is_value_of(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True
        if not isinstance(field, Field) or field.is_relation:
            return True  # the widget ignores them
        try:
            return not hasattr(field.to_python(value), "utcoffset")  # dates can't be prefilled
        except ValidationError:
            return False

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KeySelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KeySelectMultiple(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def is_key(field: Any, text: str) -> bool:
    """Whether the text can be a primary key: an integer that both databases can compare."""
    try:
        return abs(int(field.to_python(text))) <= LARGEST_KEY
    except (TypeError, ValueError, ValidationError):
        return False


class KnownKeysMixin(AutocompleteMixin):
    """Looks up only values that can be primary keys."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [each for each in value if each in ("", None) or is_key(key, each)], attr)


class KeySelect(KnownKeysMixin, AutocompleteSelect):
    pass


class KeySelectMultiple(KnownKeysMixin, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        """Without the button that clears the field: it is in a list, but isn't an item of it."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """SQLite raises an error for integers that are too large. They become an invalid choice instead."""
        key = self.field.remote_field.model._meta.pk
        return [each if is_key(key, each) else "?" for each in super().value_from_datadict(data, files, name) or []]
