from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SAME_CLICK = timedelta(minutes=1)


class AddOnceMixin[M: Model](admin.ModelAdmin[M]):
    """A double click on Save adds one object, and both requests get the response for it.

    ``unique_field`` is the field whose uniqueness makes the database reject the second insert.
    """

    unique_field: ClassVar[str] = "slug"

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two requests can both find a slug free. The slower one is validated again, against the stored object."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, *args: Any, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        if add and form.is_bound and (twin := self.added_just_now(request, form)):
            return self.response_add(request, twin)
        return super().render_change_form(request, context, add, *args, **kwargs)

    def added_just_now(self, request: HttpRequest, form: Any) -> M | None:
        """The object that this user added less than a minute ago with the same form. Empty fields may have been filled
        in.
        """
        value = getattr(form.instance, self.unique_field)
        twin = self.model._default_manager.filter(**{self.unique_field: value}).first() if value else None
        if twin is None or not was_added_by(request, twin):
            return None
        again = type(form)(form.data, form.files, instance=twin)
        filled_in = [name for name in again.changed_data if again[name].data in ("", None, [], ["", ""])]
        return None if set(again.changed_data) - {*filled_in, self.unique_field} else twin


def was_added_by(request: HttpRequest, obj: Model) -> bool:
    return LogEntry.objects.filter(
        user=request.user.pk,
        content_type=ContentType.objects.get_for_model(obj),
        object_id=str(obj.pk),
        action_flag=ADDITION,
        action_time__gte=timezone.now() - SAME_CLICK,
    ).exists()
