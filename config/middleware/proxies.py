"""Detects proxies that don't match the settings, logs what to change, and prevents endless redirects to HTTPS."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

logger = logging.getLogger("config.middleware.proxies")

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded")
UNTRUSTED = (
    "A request came with %s, but TRUSTED_PROXY_COUNT is 0. If there is a proxy in front of the blog, set it to the "
    "number of proxies, usually 1. Until then all visitors share their rate limits, and with an https SITE_URL no page "
    "can be shown."
)
SILENT = (
    "SITE_URL is https, but a request through a proxy came without X-Forwarded-Proto, so no page can be shown. Let the "
    "proxy send it (nginx: proxy_set_header X-Forwarded-Proto $scheme), and set TRUSTED_PROXY_COUNT to the number of "
    "proxies, usually 1."
)


class ProxyMiddleware:
    """Listed before SecurityMiddleware, which redirects requests to HTTPS unless they were forwarded as HTTPS.

    If that would be an endless redirect, the response is a page that says what to change. Each problem is logged once
    per process.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.logged: set[str] = set()
        self.has_seen_https = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self.has_seen_https = self.has_seen_https or request.is_secure()
        names = [name for name in FORWARDED if name in request.headers]
        if names and not settings.TRUSTED_PROXY_COUNT:
            self.log_once(UNTRUSTED, names[0])
        if not settings.SECURE_SSL_REDIRECT or request.path == "/healthz" or not self.leads_back(request, bool(names)):
            return self.get_response(request)
        if is_silent := "X-Forwarded-Proto" not in names:
            self.log_once(SILENT)
        context = {"is_silent": is_silent, "is_untrusted": not settings.TRUSTED_PROXY_COUNT}
        return HttpResponse(render_to_string("proxy.html", context), status=503)

    def leads_back(self, request: HttpRequest, is_forwarded: bool) -> bool:
        """Whether a redirect to HTTPS would lead to the same request again."""
        if request.is_secure():
            return False
        if proto := request.headers.get("X-Forwarded-Proto"):
            return not settings.TRUSTED_PROXY_COUNT and proto.partition(",")[0].strip() == "https"
        return is_forwarded or self.is_silently_forwarded(request)

    def is_silently_forwarded(self, request: HttpRequest) -> bool:
        """Whether a proxy that adds no headers forwarded this: the Host header is the site's, but the port isn't."""
        host = request.META.get("HTTP_HOST", "")
        return host == urlsplit(settings.SITE_URL).netloc and not self.has_seen_https and request.get_port() != "80"

    def log_once(self, message: str, *values: object) -> None:
        if message not in self.logged:
            self.logged.add(message)
            logger.warning(message, *values)
