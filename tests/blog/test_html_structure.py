"""HTML of any structure, converted to Markdown and rendered, has that structure."""

from html import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.importing.html import convert_html
from blog.rendering import POST, render
from tests.blog.structure import structure

SIGNS = [
    *"*_~`=[]()<>#+-.!|:\\&'\"^{}$",
    "**",
    "~~",
    "==",
    "1.",
    "1)",
    "- ",
    "# ",
    "> ",
    "[a](b)",
    "&amp;",
    "[^1]",
    "\\*",
]
WORDS = st.sampled_from(["a", "tea", "two words", "Ünïcode", "日本語", "שלום", "🫖", "1", "1984", *SIGNS])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " "])), min_size=1, max_size=5).map(
    lambda parts: "".join(word + space for word, space in parts).strip()
)
SAFE = TEXTS.filter(lambda text: text and "://" not in text)
URLS = st.sampled_from(
    ["https://example.org/", "https://example.org/a_(b)", "https://example.org/?a=1&b=*2*", "mailto:a@example.org"]
)


def wrap(tag):
    return lambda inner: f"<{tag}>{inner}</{tag}>"


TEXT = SAFE.map(escape)
CODE = SAFE.filter(lambda text: "`" not in text).map(lambda text: f"<code>{escape(text)}</code>")
LEAF = TEXT | CODE
FORMATTED = st.one_of(
    LEAF,
    *(LEAF.map(wrap(tag)) for tag in ("strong", "em", "del")),
    st.tuples(LEAF, LEAF, LEAF).map(lambda x: f"<strong>{x[0]} <em>{x[1]}</em> {x[2]}</strong>"),
    st.tuples(URLS, LEAF).map(lambda link: f'<a href="{escape(link[0])}">{link[1]}</a>'),
)
INLINE = st.lists(st.tuples(FORMATTED, st.sampled_from(["", " ", "<br>"])), min_size=1, max_size=4).map(
    lambda parts: "".join(text + after for text, after in parts).removesuffix("<br>")
)
LINE = FORMATTED
PARAGRAPH = INLINE.map(wrap("p"))


def listed(items):
    return st.tuples(st.sampled_from(["ul", "ol"]), st.lists(items.map(wrap("li")), min_size=1, max_size=3)).map(
        lambda found: f"<{found[0]}>{''.join(found[1])}</{found[0]}>"
    )


LIST = listed(INLINE | st.tuples(INLINE, listed(INLINE)).map("".join) | st.tuples(PARAGRAPH, PARAGRAPH).map("".join))


def row(cells, width):
    return st.lists(cells.map(wrap("td")), min_size=width, max_size=width).map(lambda found: wrap("tr")("".join(found)))


# Headers are bold anyway.
TABLE = st.integers(1, 3).flatmap(
    lambda width: st.tuples(row(LEAF, width), row(LINE, width), row(LINE, width)).map("".join).map(wrap("table"))
)
BLOCK = st.one_of(
    PARAGRAPH,
    TEXT.map(wrap("h2")),
    LIST,
    TABLE,
    st.lists(PARAGRAPH, min_size=1, max_size=2).map(lambda parts: f"<blockquote>{''.join(parts)}</blockquote>"),
    st.lists(SAFE, min_size=1, max_size=3).map(lambda lines: f"<pre>{escape(chr(10).join(lines))}</pre>"),
    st.just("<hr>"),
)


@given(st.lists(BLOCK, min_size=1, max_size=4).map("".join))
@settings(max_examples=100, deadline=None)
@example("<p>a<strong>b:</strong>c</p>")
def test_any_html_keeps_its_structure(html):
    markdown = convert_html(html).markdown
    assert structure(render(markdown, POST)) == structure(html), markdown
