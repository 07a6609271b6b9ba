"""The caches between the blog and its readers that are told about changes."""

from __future__ import annotations

import re

from config.env.urls import masked, split
from config.env.variables import Env

HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([!-~](?:[ -~]*[!-~])?)")


def shared_caches(env: Env) -> tuple[list[str], dict[str, str], int]:
    """Which caches are told about changes, with which header, and for how many seconds they may keep pages."""
    urls = purge_urls(env, "PURGE_URLS")
    seconds = env.number("SHARED_CACHE_SECONDS", 3600 if urls else 60, most=31_536_000)
    return urls, purge_headers(env, "PURGE_HEADER"), seconds


def purge_urls(env: Env, name: str) -> list[str]:
    urls = env.words(name)
    for url in urls:
        parts = split(url)
        if (
            not parts
            or parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.username is not None
            or not url.isascii()
            or " " in url
        ):
            env.bad(
                name,
                masked(url),
                "use http(s) addresses such as http://127.0.0.1:6091/, separated by commas; passwords and tokens go "
                "in PURGE_HEADER.",
            )
    return urls


def purge_headers(env: Env, name: str) -> dict[str, str]:
    """The header that authorises purges. Its value is never shown."""
    text = env.text(name)
    if not text:
        return {}
    if match := HEADER.fullmatch(text):
        return {match[1]: match[2]}
    env.bad(name, "…", "use the name and value of one header, such as Authorization: Bearer abc.")
    return {}
