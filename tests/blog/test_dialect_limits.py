"""Any text is rendered or refused, its HTML is what the sanitiser would make of it, and the work grows with its length."""

import sys

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.rendering import COMMENT, POST, TooComplex, Unrenderable, render
from blog.rendering.dialect import Dialect
from blog.rendering.policies import POLICIES
from blog.rendering.sanitise import clean_output
from tests.blog.hostile import faults

PIECES = st.sampled_from(
    [
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "    ",
        "  ",
        "\t",
        "a",
        "b\n",
        "\n",
        "\n\n",
        "```\n",
        "~~~",
        "# ",
        "---",
        "===",
        "**",
        "*",
        "_",
        "`",
        "[a]",
        "](/b)",
        "![",
        "[a]: /c\n",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "\\",
        "\n",
        "-",
        "\n",
        "&amp;",
        "&#0;",
        "<!--",
        "-->",
        "[^a]",
        "[^a]: ",
        "*[a]: b\n",
        ": ",
        "> [!NOTE]\n",
        "[ ] ",
        "~~",
        "==",
        "https://a.example",
        "www.",
        "@a.example",
        '"',
        "'",
        "...",
    ]
    + ["|", "\n|-|-|\n"]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_every_text_has_safe_html_that_the_sanitiser_leaves_alone(policy, text):
    try:
        html = render(text, policy)
    except Unrenderable:
        return
    assert faults(html, is_comment=policy is COMMENT) == []
    assert clean_output(html, policy) == html


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_plain_words_come_through(text):
    """Words without marks are shown as they are."""
    words = " ".join("".join(filter(str.isalnum, text)).split()) or "x"
    assert render(f"a {words} b", POST) == f"<p>a {escape(words)} b</p>"


def calls(source):
    """The number of function calls, which doesn't depend on the machine."""
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        Dialect(rich=True).convert(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "*a ", "a* ", "*a_ ", "a**b", "*a **b ", "_*", "[", "]", "[a", "[a](b", "[a](<b", "![[]()", "[a] ", "[a][b] ", "`a ", "``a` ", "<a ", "<!--", "<a b='", "&", "\\", "a\n", "a\n\n",
        "- a\n", "- a\n\n", "> a\n", "> a\n\n", "1. a\n   b\n", "- a\n  - b\n", "# a\n", "a\n=\n", "    a\n", "```\n", "<div>\n\n", "| a |\n|---|\n", "[a]: /b\n", "[^a]: b\n\n", "[^a] ", "*[a]: b\n", "a\n: b\n", "~a~ ",
        "==a== ", "https://a.example ", "www.a.example ", "a@b.example ", "> [!NOTE]\n> a\n\n", "- [ ] a\n", "(((", "[a](((", "\"a' ", "a  \n", "\t",
    ],
)  # fmt: skip
def test_the_work_grows_with_the_length(piece):
    once = calls(piece * 150)
    assert calls(piece * 600) < 4.8 * once + 500


@pytest.mark.parametrize("piece", ["> ", "- ", "1. ", "  - a\n", "[^a]: "])
def test_deep_nesting_is_refused(piece):
    nested = "".join(f"{'  ' * depth}- a\n" for depth in range(150)) if "\n" in piece else piece * 150
    with pytest.raises(TooComplex):
        Dialect(rich=True).convert(nested + "a")


@pytest.mark.parametrize("source", ["[a]: /{}\n\n{}", "[a]: /b '{}'\n\n{}"])
def test_a_short_text_cannot_become_very_long(source):
    source = source.format("x" * 10_000, "[a] " * 1_000)
    assert len(Dialect(rich=True).convert(source)) < 150_000


def test_titles_of_abbreviations_are_not_repeated_without_end():
    source = f"*[a]: {'x' * 10_000}\n\n" + "a " * 5_000
    assert len(Dialect(rich=True).convert(source)) < 300_000


def test_tables_with_very_many_cells_are_refused():
    with pytest.raises(TooComplex):
        Dialect(rich=True).convert("|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "b\n" * 50)
