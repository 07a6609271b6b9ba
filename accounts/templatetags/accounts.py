import json
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join

from accounts.next_url import login_url
from accounts.sessions import describe_user_agent

register = template.Library()
register.filter("describe_user_agent", describe_user_agent)

ONE_LETTER = re.compile(r"(\b\w-\w+)")


@register.simple_tag
def url_if_there(name: str) -> str:
    """The URL of a page that isn't always installed, otherwise an empty string."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def page_left(context: Context) -> str:
    """Where to go after logging in: this page, or on login pages the one before."""
    request = context.get("request")
    if request is None:
        return ""
    name = getattr(request.resolver_match, "url_name", None) or ""
    if name.startswith(("account_", "mfa_", "openid_connect_", "socialaccount_")):
        return str(context.get("redirect_field_value") or "")
    return str(request.get_full_path())


@register.simple_tag(takes_context=True)
def login_and_back(context: Context) -> str:
    """The login page, with the remembered page as ``next``."""
    return login_url(context["request"])


@dataclass(frozen=True)
class PasskeyPlace:
    """``possible``: whether passkeys work at this host; ``address``: the same page at a host where they do."""

    possible: bool
    address: str = ""


@register.simple_tag(takes_context=True)
def passkey_place(context: Context) -> PasskeyPlace:
    """Passkeys need a domain name. Instead of a loopback address there is localhost; other IP addresses have none."""
    request = context["request"]
    host = urlsplit(f"//{request.get_host()}")
    try:
        address = ip_address(host.hostname or "")
    except ValueError:
        return PasskeyPlace(possible=True)
    if not address.is_loopback:
        return PasskeyPlace(possible=False)
    port = f":{host.port}" if host.port else ""
    return PasskeyPlace(possible=False, address=f"{request.scheme}://localhost{port}{request.get_full_path()}")


@register.filter
def as_json(value: object) -> str:
    """For a data attribute, which the template escapes. The policy allows no inline script element."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def unbroken(text: str) -> str:
    """A heading that keeps “e-mail” on one line: browsers break after hyphens, even after one letter."""
    parts = enumerate(ONE_LETTER.split(text))
    held = '<span class="unbroken">{}</span>'
    return format_html_join("", "{}", ((format_html(held, part) if odd % 2 else part,) for odd, part in parts))
