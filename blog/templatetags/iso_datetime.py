from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def iso_datetime(moment: datetime) -> str:
    """For ``<time datetime>`` and JSON-LD, in the site's time zone. HTML doesn't allow microseconds."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
