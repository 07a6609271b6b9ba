"""Parsing the URLs of services, and showing them in error messages without their passwords."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split(url: str) -> SplitResult | None:
    """The parts of the URL, or None if its host or port is malformed."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def has_stray_at(parts: SplitResult) -> bool:
    """Whether an unencoded / ? or # in the user name or password was parsed as the end of the host."""
    return "@" in f"{parts.path}{parts.query}{parts.fragment}"


def masked(url: str) -> str:
    """The URL without its password, for error messages. Shows nothing of a URL that cannot be parsed."""
    parts = split(url)
    if parts is None or has_stray_at(parts):
        return "…"
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url
