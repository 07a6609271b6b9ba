"""Which requests may get a stored page, decided from the WSGI environment, before Django builds a request."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit
from zlib import crc32

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from blog.cache.http import has_private_cookie_header
from blog.cache.parameters import KNOWN, canonical, is_canonical
from blog.redirects import has_wordpress_parameter
from config.middleware.request_validation import MAX_URL_LENGTH, has_unstorable_text

Environ = dict[str, Any]

NEVER_PUBLIC = ("/accounts/", "/admin/", "/healthz", "/media/", "/preview/", "/search/", "/static/")
BODY_HEADERS = ("CONTENT_TYPE", "HTTP_TRANSFER_ENCODING")
SLOTS = 32  # variants of a path that are stored at the same time


class PageKey(NamedTuple):
    """``variant`` is the scheme, the host and the query string; several variants of a path may share a slot."""

    path: str
    slot: int
    variant: tuple[str, str, str]


def page_key(environ: Environ) -> PageKey | None:
    """None if the response may differ between visitors, or if Django has to reject the request."""
    path: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or path.startswith(NEVER_PUBLIC):
        return None
    if any(environ.get(name) for name in BODY_HEADERS) or environ.get("CONTENT_LENGTH", "") not in {"", "0"}:
        return None
    if has_private_cookie_header(environ.get("HTTP_COOKIE", "")):
        return None
    query_string = environ.get("QUERY_STRING", "")
    query = canonical_query(query_string, path == "/") if query_string else ""
    if query is None or len(path) + len(query_string) > MAX_URL_LENGTH:
        return None
    variant = (scheme_of(environ), environ.get("HTTP_HOST", ""), query)
    return PageKey(path, slot_of(variant), variant)


def canonical_query(query_string: str, is_home: bool) -> str | None:
    """The known parameters. None if Django has to reject the request or to redirect it.

    Unknown parameters, such as those of campaigns, get the page without them.
    """
    try:
        query = QueryDict(query_string)
    except (TooManyFieldsSent, UnicodeError):
        return None
    if has_unstorable_text(query) or not is_canonical(query) or (is_home and has_wordpress_parameter(query)):
        return None
    return urlencode(canonical(query))


def scheme_of(environ: Environ) -> str:
    """The scheme of ``HttpRequest.scheme``, which believes a trusted proxy."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure_value = settings.SECURE_PROXY_SSL_HEADER
        if (value := environ.get(name)) is not None:
            return "https" if value.partition(",")[0].strip() == secure_value else "http"
    return str(environ["wsgi.url_scheme"])


def slot_of(variant: tuple[str, str, str]) -> int:
    """Variants of a path share SLOTS slots, so that made-up query strings can't fill the store.

    The page without a query string at the site's own host has slot 0 for itself, so that no variant can evict it.
    """
    site = urlsplit(settings.SITE_URL)
    if variant == (site.scheme, site.netloc, ""):
        return 0
    return 1 + crc32(" ".join(variant).encode()) % SLOTS


def has_known_parameters_only(environ: Environ) -> bool:
    """A page rendered with unknown parameters is not stored: it might show them."""
    return QueryDict(environ.get("QUERY_STRING", "")).keys() <= KNOWN.keys()
