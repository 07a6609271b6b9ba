"""What people may write, as data. A change here changes the fingerprint, and stored HTML is made again."""

from dataclasses import dataclass, field

INLINE = frozenset(
    {"a", "abbr", "br", "code", "del", "em", "ins", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup"}
)
BLOCKS = frozenset({"p", "blockquote", "ul", "ol", "li", "pre", "span", "div", "hr"})
RICH = frozenset(
    [
        "b",
        "i",
        "u",
        "cite",
        "dfn",
        "samp",
        "var",
        "time",
        "bdi",
        "bdo",
        "ruby",
        "rt",
        "rp",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
        "details",
        "summary",
    ]
)
SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True)
class Policy:
    """``longest`` is in characters; ``brackets`` bounds what makes the parsers slow: [ and < together."""

    name: str
    tags: frozenset[str]
    longest: int
    brackets: int
    raw_html: bool
    link_rel: str
    attributes: dict[str, frozenset[str]] = field(hash=False, default_factory=dict)


POST = Policy(
    name="post",
    tags=INLINE | BLOCKS | RICH,
    longest=200_000,
    brackets=3_000,
    raw_html=True,
    link_rel="noopener",
    attributes={
        "*": frozenset({"class", "id", "lang", "dir", "title"}),
        "a": frozenset({"href"}),
        "img": frozenset({"src", "alt", "width", "height"}),
        "abbr": frozenset({"title"}),
        "time": frozenset({"datetime"}),
        "ol": frozenset({"start", "reversed"}),
        "th": frozenset({"align", "scope", "colspan", "rowspan"}),
        "td": frozenset({"align", "colspan", "rowspan"}),
        "details": frozenset({"open"}),
    },
)
COMMENT = Policy(
    name="comment",
    tags=INLINE | BLOCKS - {"hr"},
    longest=4_000,
    brackets=300,
    raw_html=False,
    link_rel="ugc nofollow noopener",
    attributes={"*": frozenset({"class"}), "a": frozenset({"href"})},
)
