"""URLs of links and images in text from other programs."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings

# Hosts that redirect to the URL in one of these parameters.
REDIRECTS = {
    "www.google.com": ("/url", ("q", "url")),
    "l.facebook.com": ("/l.php", ("u",)),
    "slack-redir.net": ("/link", ("url",)),
    "statics.teams.cdn.office.net": ("/", ("url",)),
}
ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
MAX_LENGTH = 4_000


def clean_url(url: str, base_url: str = "") -> str:
    """The URL without a redirect around it, as a path if it is on this site. Empty if readers can't follow it."""
    url = re.sub(r"[\0-\x20]+", lambda space: "%20" if space[0] == " " else "", url.strip())
    try:
        if base_url and not url.startswith("#"):
            url = urljoin(base_url, url)
        for _ in range(3):
            url = target_of(url) or url
        if not ALLOWED.match(url) or len(url) > MAX_LENGTH:
            return ""
        return own_path(url) or url
    except ValueError:
        return ""


def target_of(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    path, names = REDIRECTS.get(host, ("/", ("url",) if host.endswith(".safelinks.protection.outlook.com") else ()))
    if not names or not parts.path.startswith(path):
        return ""
    values = parse_qs(parts.query)
    return next((values[name][0] for name in names if values.get(name) and ALLOWED.match(values[name][0])), "")


def own_path(url: str) -> str:
    site, parts = urlsplit(settings.SITE_URL), urlsplit(url)
    if not site.netloc or (parts.netloc.lower(), parts.scheme) != (site.netloc.lower(), site.scheme):
        return ""
    path = "/" + parts.path.lstrip("/")
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
