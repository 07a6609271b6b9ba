"""What makes a comment suspicious, rule by rule, without a database."""

import pytest

from blog.rendering import COMMENT, render
from comments.spam.rules import Facts, broken_by, in_words


def keys(text="A fair point.", *, seconds=30.0, honeypot="", repeated=False):
    return [rule.key for rule in broken_by(Facts(text, render(text, COMMENT), seconds, honeypot, repeated))]


def test_a_plain_comment_breaks_no_rule():
    assert keys() == []


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({"honeypot": "https://pills.example"}, "trap"),
        ({"seconds": 2.9}, "too-fast"),
        ({"seconds": -5.0}, "too-fast"),
        ({"seconds": None}, "no-stamp"),
        ({"repeated": True}, "repeated"),
    ],
)
def test_how_a_comment_came(facts, broken):
    assert keys(**facts) == [broken]


def test_a_form_that_stayed_open_for_days_is_fine():
    assert keys(seconds=7 * 86_400.0) == []


@pytest.mark.parametrize(
    "text",
    [
        "Read https://a.example and https://b.example, they say more.",
        "[One](https://a.example) and [two](https://b.example).",
        "See https://www.a.example for the rest.",
    ],
)
def test_two_links_are_a_source_and_its_context(text):
    assert keys(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "See https://a.example https://b.example https://c.example",
        "[a](https://a.example) [b](https://b.example) [c](https://c.example) and words",
        "buy www.a.example www.b.example www.c.example now",
        "now http://a.example,http://b.example,http://c.example",
    ],
)
def test_three_links_are_many(text):
    assert keys(text) == ["many-links"]


@pytest.mark.parametrize(
    "text",
    ["https://a.example", "[cheap watches](https://a.example)", "www.a.example", "**https://a.example** !!!"],
)
def test_nothing_but_a_link_is_suspicious(text):
    assert keys(text) == ["only-link"]


def test_reasons_are_shown_in_words_and_unknown_ones_as_they_are():
    assert in_words(["trap", "rule of last year"]) == ["the hidden field was filled in", "rule of last year"]
