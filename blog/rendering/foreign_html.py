"""Reads HTML of other programs as a tree. It must not be shown: not everything that is unsafe is removed."""

from __future__ import annotations

import re

import nh3

from blog.rendering.errors import TooComplex
from blog.rendering.policies import POST, URL_SCHEMES
from blog.rendering.tree import Node, parse

TAGS = POST.tags | {
    "address", "article", "aside", "big", "center", "figure", "font", "footer", "header", "input", "main", "section",
    "strike", "tt", "wbr",
}  # fmt: skip
LEFT_OUT = {
    "audio", "button", "canvas", "head", "iframe", "math", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video", "xml",
}  # fmt: skip
ATTRIBUTES = {
    "*": {
        "align", "aria-checked", "aria-hidden", "aria-level", "cite", "class", "datetime", "hidden", "id", "name",
        "role", "style", "title",
    },
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,20})")
# Elements that end without a tag, and those without content.
UNNESTED = frozenset(
    [
        "area", "base", "br", "col", "colgroup", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "o:p",
        "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    ]
)  # fmt: skip
# Browsers repeat elements that are left open in each of the following paragraphs.
REPEATED = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
MAX_TAGS, MAX_ENTITIES, MAX_NESTING, MAX_ELEMENTS = 80_000, 80_000, 110, 400_000


def parse_foreign(html: str) -> Node:
    """Malformed HTML is read as browsers do. Without styles, scripts and comments. Raises TooComplex."""
    html = without_comments(html)
    check_size(html)
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=LEFT_OUT,
        attributes=ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    )
    return parse(cleaned)


def without_comments(html: str) -> str:
    """Word describes hundreds of styles in them."""
    parts, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        parts.append(html[position:start])
        end = html.find("-->", start + 2)
        position = end + 3 if end >= 0 else len(html)
    return "".join(parts) + html[position:]


def check_size(html: str) -> None:
    """Limit what takes the parser more than a second: deep nesting, and many elements that are left open."""
    if html.count("<") > MAX_TAGS or html.count("&") > MAX_ENTITIES:
        raise TooComplex
    left_open: dict[str, int] = {}
    tags = depth = deepest = repeated = most_repeated = 0
    for match in TAG.finditer(html):
        tags += 1
        name = match[2].lower()
        if name in UNNESTED:
            continue
        is_end, is_open = bool(match[1]), bool(left_open.get(name))
        change = -int(is_open) if is_end else 1
        left_open[name] = left_open.get(name, 0) + change
        depth += change
        repeated += change if name in REPEATED else 0
        deepest, most_repeated = max(deepest, depth), max(most_repeated, repeated)
    if deepest > MAX_NESTING or most_repeated * tags > MAX_ELEMENTS:
        raise TooComplex
