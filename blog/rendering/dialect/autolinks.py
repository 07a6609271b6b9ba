"""Bare links (GFM 6.9): URLs with a scheme or www, and e-mail addresses. File names aren't links."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from blog.rendering.dialect.elements import append_text
from blog.rendering.dialect.escapes import encode_url

ASCII_WORD = re.compile(r"[A-Za-z0-9]")
SCHEME = re.compile(r"https?\Z", re.IGNORECASE)
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")
ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9.+_-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z0-9-]*[A-Za-z0-9](?![A-Za-z0-9_@-])"
)
# Chinese and Japanese have no spaces around URLs, so their punctuation ends one.
PUNCTUATION = "\u3001\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
# After the host; a footnote reference isn't part of a URL.
REST = re.compile(rf"(?:[:/?#@](?:(?!\[\^)[^\s<>{PUNCTUATION}])*)?")
REST_IN_BRACKETS = re.compile(rf"(?:[:/?#@][^\s<>\[\]{PUNCTUATION}]*)?")
ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;\Z")


def autolink(text: str, url: str) -> Element:
    link = Element("a", {"href": encode_url(url)})
    link.text = text
    return link


def url_start(text: str, plain_start: int, at: int) -> int | None:
    """Where a URL starts, if there is ``://`` or ``www.`` here. What precedes it must not be part of a word."""
    if text[at] != ":":
        return at
    if not text.startswith("://", at):
        return None
    scheme = SCHEME.search(text, max(plain_start, at - 5), at)
    if scheme is None:
        return None
    start = scheme.start()
    return None if start and ASCII_WORD.match(text[start - 1]) else start


def match_bare_url(text: str, start: int, *, in_brackets: bool) -> Element | None:
    scheme_end = text.find("://", start, start + 8)
    host_start = scheme_end + 3 if scheme_end > 0 else start
    host = DOMAIN.match(text, host_start)
    if host is None or (scheme_end < 0 and "." not in host[0]) or "_" in "".join(host[0].split(".")[-2:]):
        return None
    end = (REST_IN_BRACKETS if in_brackets else REST).match(text, host.end()).end()  # type: ignore[union-attr]
    url = trim(text[start:end])
    return autolink(url, url if scheme_end > 0 else f"http://{url}") if len(url) > host_start - start else None


def trim(url: str) -> str:
    """Without punctuation at the end, brackets that weren't opened, and entities."""
    unopened = url.count(")") - url.count("(")
    while True:
        if url.endswith(("?", "!", ".", ",", ":", "*", "_", "~", "'", '"')):
            url = url[:-1]
        elif url.endswith(")") and unopened > 0:
            url, unopened = url[:-1], unopened - 1
        elif entity := ENTITY_AT_END.search(url):
            url = url[: entity.start()]
        else:
            return url


def add_text(parent: Element, text: str, *, in_link: bool) -> None:
    """Add text to the end of an element, with links to the e-mail addresses in it."""
    position = 0
    if "@" in text and not in_link:
        for match in ADDRESS.finditer(text):
            append_text(parent, text[position : match.start()])
            parent.append(autolink(match[0], f"mailto:{match[0]}"))
            position = match.end()
    append_text(parent, text[position:])
