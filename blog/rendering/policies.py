"""What people may write, as data. A change here changes the fingerprint, and stored HTML is made again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

INLINE_TAGS = frozenset(
    ["a", "abbr", "br", "code", "del", "em", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup"]
)
BLOCK_TAGS = frozenset(["blockquote", "div", "hr", "li", "ol", "p", "pre", "ul"])
RICH_INLINE_TAGS = frozenset(
    ["b", "bdi", "bdo", "cite", "dfn", "i", "img", "rp", "rt", "ruby", "samp", "time", "u", "var"]
)
RICH_BLOCK_TAGS = frozenset(
    [
        "caption",
        "dd",
        "details",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
URL_SCHEMES = frozenset({"http", "https", "mailto"})
# Where a link may lead. Browsers drop tabs and line ends from addresses, so that none may hide a scheme.
LINK_URL = re.compile(r"(?:(?:https?://|mailto:)[^\s]|[#?/]|[^\s:/?#\\]+(?:[/?#]|$))[^\0-\x1f]*", re.IGNORECASE)
# Of those, where on this site; browsers read \ as /.
LOCAL_URL = re.compile(r"(?:[#?]|/(?![/\\])|(?![^/?#]*:)[^/\\])[^\\]*")
LOCAL_FILE_URL = re.compile(r"/(?![/\\])[^\0-\x1f\\]*")

# What our own additions write. The same names typed by people go.
OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"id"}),
    "a": frozenset({"rel"}),
    "div": frozenset({"tabindex"}),
    "img": frozenset({"srcset", "sizes", "loading", "decoding"}),
    "pre": frozenset({"tabindex"}),
}


@dataclass(frozen=True)
class Bounds:
    """What a text may hold before it is parsed; the parsers take seconds beyond.

    ``brackets`` are [ < and @; ``marks`` are * _ ~ ` & \\ | and >; ``structures`` are lines that begin a heading,
    list, fence, quote, rule, table or definition. ``reach`` sums, over the paragraphs, [ times length: what
    closes one is looked for to the end of its paragraph.
    """

    characters: int
    brackets: int
    marks: int
    structures: int
    lines: int
    reach: int


@dataclass(frozen=True)
class Policy:
    """``rich`` allows raw HTML, headings, pictures, tables, footnotes and colours in code.

    ``rel`` is the relation of links to other sites, ``local_rel`` of those within this one.
    """

    name: str
    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    bounds: Bounds
    rich: bool
    rel: str
    local_rel: str


POST = Policy(
    name="post",
    tags=INLINE_TAGS | BLOCK_TAGS | RICH_INLINE_TAGS | RICH_BLOCK_TAGS,
    attributes={
        "*": frozenset({"class", "id", "lang", "dir", "title"}),
        "a": frozenset({"href"}),
        "img": frozenset({"src", "alt", "width", "height"}),
        "time": frozenset({"datetime"}),
        "ol": frozenset({"start", "reversed"}),
        "th": frozenset({"align", "scope", "colspan", "rowspan"}),
        "td": frozenset({"align", "colspan", "rowspan"}),
        "details": frozenset({"open"}),
    },
    bounds=Bounds(characters=200_000, brackets=2_000, marks=15_000, structures=2_000, lines=20_000, reach=4_000_000),
    rich=True,
    rel="noopener",
    local_rel="",
)
COMMENT = Policy(
    name="comment",
    tags=INLINE_TAGS | BLOCK_TAGS - {"hr"},
    attributes={"*": frozenset({"class"}), "a": frozenset({"href"}), "ol": frozenset({"start"})},
    bounds=Bounds(characters=4_000, brackets=300, marks=2_000, structures=300, lines=1_000, reach=1_200_000),
    rich=False,
    rel="ugc nofollow noopener",
    local_rel="ugc nofollow noopener",
)
POLICIES = (POST, COMMENT)
