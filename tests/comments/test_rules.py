"""What makes a comment suspicious, rule by rule, without a database."""

from time import perf_counter

import pytest
from django.utils.html import escape

from blog.rendering import COMMENT, render
from comments.spam.reasons import Reason, in_words
from comments.spam.rules import Facts, Record, broken_by


def keys(text="A fair point.", *, seconds=30.0, honeypot="", repeated=False, **more):
    return [
        reason.rule for reason in broken_by(Facts(text, render(text, COMMENT), seconds, honeypot, repeated, **more))
    ]


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
    assert keys(text) == ["link"]


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
    assert keys(text, most_links=3) == ["link"]


@pytest.mark.parametrize(
    "text",
    ["https://a.example", "[good watches](https://a.example)", "www.a.example", "**https://a.example** !!!"],
)
def test_nothing_but_a_link_is_suspicious(text):
    assert keys(text) == ["only-link"]


def test_links_to_the_site_itself_are_welcome():
    text = "As https://blog.example/a/ and https://www.blog.example/b/ and https://blog.example/c/ say."
    assert keys(text, own_host="blog.example") == []
    assert keys(text, own_host="other.example") == ["many-links"]


@pytest.mark.parametrize("text", ["Visit kidsmedia . com today", "Go to cheapwatches.shop"])
def test_an_address_in_disguise_is_seen(text):
    assert "hidden-link" in keys(text)


@pytest.mark.parametrize("text", ["It ended. Come on!", "See readme.md and mail me at a@b.com.", "e.g. this one"])
def test_plain_words_are_no_address(text):
    assert "hidden-link" not in keys(text)


def test_asking_for_attention_is_suspicious_and_asking_twice_more_so():
    assert keys("Check out my new song") == ["asks"]
    assert keys("Subscribe to my channel, check out my videos") == ["asks", "asks-more"]
    assert keys("I checked the source and my reading of it differs.") == []


def test_a_word_of_two_alphabets_is_suspicious():
    assert keys("Log in to p\u0430ypal now") == ["mixed-letters"]
    assert keys("Привет, это обычный комментарий") == []


def test_other_letters_than_the_article_are_suspicious():
    article = "An article in plain English words."
    assert keys("Привет, это обычный комментарий", article=article) == ["other-letters"]
    assert keys("とても面白い記事でした、ありがとう", article="日本語の記事です。とても長い。カタカナも。") == []
    assert keys("Да!", article=article) == []


def test_the_record_of_a_person_speaks_for_and_against():
    assert keys(record=Record(approved=3)) == ["known-well"]
    assert keys(record=Record(approved=3, spam=1)) == []
    assert keys(record=Record(approved=1, spam=2)) == ["spam-before"]
    assert keys(record=Record(network_spam=2, network_approved=1)) == ["spam-network"]
    assert keys(record=Record(network_spam=2, network_approved=2)) == []


def test_hostile_text_is_judged_in_time():
    for text in (
        "a" * 4_000,
        "my " * 1_300,
        "check out " * 400,
        "www." * 1_000,
        "a. " * 1_300,
        "<a" * 2_000,
        "а" * 4_000,
    ):
        started = perf_counter()
        broken_by(Facts(text, f"<p>{escape(text)}</p>", 30.0, "", False, article=text))
        assert perf_counter() - started < 0.5


def test_reasons_are_shown_in_words_with_points_and_unknown_ones_as_they_are():
    stored = [Reason("many-links", 2, "5").stored(), Reason("known-well", -1).stored(), "trap", "rule of last year"]
    assert in_words(stored) == [
        "more links than the house rules allow: 5 (+2)",
        "approved comments of this person (-1)",
        "the hidden field was filled in",
        "rule of last year",
    ]
