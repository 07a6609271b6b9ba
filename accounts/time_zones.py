"""The time zone in which a user sees and enters times. Readers see those of the site."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zone_names() -> tuple[str, ...]:
    """Names such as Europe/Berlin, without obsolete abbreviations."""
    named = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return ("UTC", *sorted(named | ({settings.TIME_ZONE} - {"UTC"})))


def zone_choices() -> list[tuple[object, object]]:
    """Options of a select element, grouped by region. The first one is the site's."""
    groups = groupby(zone_names(), key=lambda name: name.partition("/")[0])
    options = [(region, [(name, name.replace("_", " ")) for name in names]) for region, names in groups]
    return [("", _("That of the site (%(zone)s)") % {"zone": settings.TIME_ZONE}), *options]


def find_zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name in zone_names() else None


def zone_of(user: User) -> ZoneInfo:
    """The zone of the site if the user has none, or one that this server doesn't know."""
    return find_zone(user.time_zone) or ZoneInfo(settings.TIME_ZONE)


def describe_zone(at: datetime | None = None) -> str:
    """The current time zone and its offset at that time, by default now: “Europe/Berlin, UTC+01:00”, or “UTC”."""
    local = timezone.localtime(at)
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    name = timezone.get_current_timezone_name()
    return name if name == "UTC" else f"{name}, UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}"
