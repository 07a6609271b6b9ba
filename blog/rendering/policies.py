"""The rules for authors' and commenters' text, as data. They are part of the rendering fingerprint."""

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
# URLs that links may have. Browsers remove tabs and line breaks from URLs, which could hide a scheme.
LINK_URL = re.compile(r"(?:(?:https?://|mailto:)[^\s]|[#?/]|[^\s:/?#\\]+(?:[/?#]|$))[^\0-\x1f]*", re.IGNORECASE)
# URLs of this site. Browsers treat \ as /.
LOCAL_URL = re.compile(r"(?:[#?]|/(?![/\\])|(?![^/?#]*:)[^/\\])[^\\]*")
# Links to own articles by id. They are stored like this, and get the current URL when they are shown.
POST_LINK = re.compile(r'post:([1-9]\d{0,17})(?:#([^\s#"<>]{1,600}))?')
LOCAL_FILE_URL = re.compile(r"/(?![/\\])[^\0-\x1f\\]*")

# Elements and attributes that postprocessing adds. The same in the source is removed.
OWN_TAGS = frozenset({"input", "label"})
OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"id"}),
    "a": frozenset({"rel"}),
    "blockquote": frozenset({"role"}),
    "div": frozenset({"tabindex"}),
    "img": frozenset({"srcset", "sizes", "loading", "decoding"}),
    "input": frozenset({"type", "disabled", "checked"}),
    "pre": frozenset({"tabindex"}),
}


@dataclass(frozen=True)
class Bounds:
    """The limits of a text. Larger texts would take seconds to parse.

    ``brackets`` are [ < and @; ``marks`` are * _ ~ ` & \\ | and >; ``structures`` are lines that begin a heading, list,
    fence, quote, rule, table or definition. ``reach`` is the number of [ times the length, summed over all paragraphs:
    the parser looks for the closing bracket up to the end of the paragraph.
    """

    characters: int
    brackets: int
    marks: int
    structures: int
    lines: int
    reach: int


@dataclass(frozen=True)
class Policy:
    """``rich`` allows raw HTML, headings, images, tables, footnotes and syntax highlighting.

    ``rel`` is for links to other sites, ``local_rel`` for links within this one. ``schemes`` are those of links.
    """

    name: str
    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    bounds: Bounds
    rich: bool
    rel: str
    local_rel: str
    schemes: frozenset[str]


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
    schemes=URL_SCHEMES | {"post"},
)
COMMENT = Policy(
    name="comment",
    tags=INLINE_TAGS | BLOCK_TAGS - {"hr"},
    attributes={"*": frozenset({"class"}), "a": frozenset({"href"}), "ol": frozenset({"start"})},
    bounds=Bounds(characters=4_000, brackets=300, marks=2_000, structures=300, lines=1_000, reach=1_200_000),
    rich=False,
    rel="ugc nofollow noopener",
    local_rel="ugc nofollow noopener",
    schemes=URL_SCHEMES,
)
POLICIES = (POST, COMMENT)
