"""The address that a request came from, for rate limits and the list of sessions."""

from __future__ import annotations

import logging

from allauth.core.internal.httpkit import clean_client_ip, get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

logger = logging.getLogger("accounts.client_ip")
told: set[str] = set()


def client_ip(request: HttpRequest) -> str | None:
    """None for what is not an IP address.

    With fewer proxies in front than TRUSTED_PROXY_COUNT says, the farthest address that a proxy names. That is no less
    safe than the wrong setting itself: whoever sends X-Forwarded-For themselves makes the count right.
    """
    try:
        return get_client_ip(request)  # type: ignore[no-any-return]
    except ImproperlyConfigured:
        addresses = request.headers["X-Forwarded-For"].split(",")
        if "count" not in told:
            told.add("count")
            logger.warning(
                "TRUSTED_PROXY_COUNT=%s, but X-Forwarded-For names %s address(es). Set TRUSTED_PROXY_COUNT to the "
                "number of proxies in front of the blog: until then, visitors can choose the address that they are "
                "limited by.",
                settings.TRUSTED_PROXY_COUNT,
                len(addresses),
            )
        return clean_client_ip(addresses[0])  # type: ignore[no-any-return]
