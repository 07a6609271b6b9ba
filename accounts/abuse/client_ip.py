"""The IP address that a request came from, for rate limits and the list of sessions."""

from __future__ import annotations

import logging
from functools import cache
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

logger = logging.getLogger("accounts.abuse.client_ip")


def client_ip(request: HttpRequest) -> str | None:
    """The address, as the outermost trusted proxy saw it; None if that isn't an IP address.

    With fewer proxies than TRUSTED_PROXY_COUNT says, the outermost address in X-Forwarded-For is used. That is no less
    safe than the wrong setting itself: visitors who send X-Forwarded-For themselves make up for the missing proxies.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    count = settings.TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For")
    if count and forwarded:
        addresses = forwarded.split(",")
        if len(addresses) < count:
            warn_about_proxy_count(count, len(addresses))
        address = addresses[-count:][0]
    return parse_address(address.strip())


def parse_address(text: str) -> str | None:
    """``text`` may have a port: ``192.0.2.1:80``, ``[2001:db8::1]:80``."""
    for candidate in (text, host_of(text)):
        try:
            return str(ip_address(candidate))
        except ValueError:
            continue
    return None


def host_of(text: str) -> str:
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


@cache
def warn_about_proxy_count(count: int, found: int) -> None:
    """Logged once for each pair of numbers and process."""
    logger.warning(
        "TRUSTED_PROXY_COUNT=%s, but X-Forwarded-For names %s address(es). Set TRUSTED_PROXY_COUNT to the number of "
        "proxies in front of the blog: until then, visitors can choose the address that they are limited by.",
        count,
        found,
    )


def client_network(request: HttpRequest) -> str:
    """The /24 of an IPv4 address, the /56 of an IPv6 address (what a provider assigns to one customer).

    Raises PermissionDenied if there is no address.
    """
    found = client_ip(request)
    if found is None:
        raise PermissionDenied("The client's address can't be read.")
    address = ip_address(found)
    return str(ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))
