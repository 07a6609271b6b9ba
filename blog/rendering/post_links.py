"""Links to own articles, which stored HTML contains as ``post:42#anchor``: finding them, and showing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from blog.rendering.policies import POST_LINK

MAX_ANCHOR_LENGTH = 120
# Sanitised HTML is balanced, and its values contain no quotation marks.
LINK_TAG = re.compile(r'<a((?: [\w-]+="[^"]*")*)>|</a>')
TARGET = re.compile(rf' href="({POST_LINK.pattern})"')


class PostLink(NamedTuple):
    """A link to an article, and to one of its sections unless the anchor is empty."""

    post_id: int
    anchor: str


def post_links(html: str) -> Iterator[PostLink]:
    """The links in sanitised HTML, in order."""
    if 'href="post:' in html:
        for tag in LINK_TAG.finditer(html):
            if link := parse_target(tag[1] or ""):
                yield link


def parse_target(attributes: str) -> PostLink | None:
    target = TARGET.search(attributes)
    return PostLink(int(target[2]), unquote(unescape(target[3] or ""))[:MAX_ANCHOR_LENGTH]) if target else None


def show_post_links(html: str, url_of: Callable[[PostLink], str]) -> str:
    """Sanitised HTML with URLs in place of ids. Links without a URL become their text."""
    if 'href="post:' not in html:
        return html
    is_shown: list[bool] = []

    def replace(tag: re.Match[str]) -> str:
        if tag[0] == "</a>":
            return tag[0] if is_shown.pop() else ""
        link = parse_target(tag[1])
        url = url_of(link) if link else ""
        is_shown.append(link is None or bool(url))
        if link is None:
            return tag[0]
        return f"<a{TARGET.sub(lambda _target: f' href="{escape(url)}"', tag[1])}>" if url else ""

    return LINK_TAG.sub(replace, html)
