import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import NoReverseMatch, reverse

from accounts.visits import device

register = template.Library()
register.filter("device", device)


@register.simple_tag
def url_if_there(name: str) -> str:
    """The address of a page that another app may bring, else nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.filter
def as_json(value: object) -> str:
    """For a data attribute, where the template escapes it: a script element with data would be one more exception."""
    return json.dumps(value, cls=DjangoJSONEncoder)
