from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone, get_current_timezone_name
from django.utils.translation import gettext as _

from accounts.time_zones import describe_zone


class OptionalTimeField(forms.SplitDateTimeField):
    """A date and an optional time, in the current time zone. Without a time it is midnight."""

    stored: datetime | None = None

    def show_zone(self, stored: datetime | None) -> None:
        """``stored`` is the value before; the offset is that of its date, otherwise of today."""
        self.stored = stored
        zone = _("A date without a time means midnight. Time zone: %(zone)s.") % {"zone": describe_zone(stored)}
        self.help_text = f"{self.help_text} {zone}".strip()

    def typed_in(self, zone: ZoneInfo | None, texts: Any) -> Any:
        """What was typed in another time zone as a moment. Texts of the current zone, and malformed ones, stay."""
        if zone is None or zone.key == get_current_timezone_name():
            return texts
        try:
            with timezone.override(zone):
                return self.clean(texts)
        except forms.ValidationError:
            return texts

    def compress(self, data_list: Any) -> Any:
        """Raises ValidationError if the clocks are changed then, unless the value is the stored one."""
        if data_list and data_list[0] and data_list[1] in self.empty_values:
            data_list = [data_list[0], time.min]
        try:
            return super().compress(data_list)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            local = datetime.combine(*data_list)
            if self.stored and timezone.make_naive(self.stored).replace(microsecond=0) == local:
                return self.stored
            raise forms.ValidationError(clock_change(local), code=error.code) from error


def clock_change(local: datetime) -> str:
    """Why the time isn't a single moment, and what to do."""
    aware = local.replace(tzinfo=get_current_timezone())
    is_skipped = aware.astimezone(UTC) > aware.replace(fold=1).astimezone(UTC)
    text = (
        _("On %(day)s, the clocks in %(zone)s go forward: there is no %(time)s. Choose a time an hour later.")
        if is_skipped
        else _("On %(day)s, the clocks in %(zone)s go back: %(time)s comes twice. Choose a time an hour later.")
    )
    return text % {"day": date_format(local), "time": time_format(local.time()), "zone": get_current_timezone_name()}
