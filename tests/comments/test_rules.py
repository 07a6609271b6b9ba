"""The spam rules and signs, one by one, without a database."""

import pytest
from django.utils.html import escape

from blog.rendering import COMMENT, render
from comments.commenters.trust import CommentHistory
from comments.spam.reasons import Reason, describe_reasons
from comments.spam.rules import Features, matched_rules
from comments.spam.signs import find_signs
from tests.processor_time import no_runaway


def keys(text="A fair point.", *, seconds=30.0, honeypot="", repeated=False, **more):
    features = Features(text, render(text, COMMENT), seconds, honeypot, repeated, **more)
    return [reason.rule for reason in matched_rules(features)] + [
        sign.key for sign in find_signs(features.text_features)
    ]


def test_an_ordinary_comment_matches_no_rule():
    assert keys() == []


@pytest.mark.parametrize(
    ("features", "rule"),
    [
        ({"honeypot": "https://pills.example"}, "trap"),
        ({"name": "Cheap at https://pills.example/x"}, "name-link"),
        ({"name": "www.pills.example"}, "name-link"),
        ({"name": "best-pills.com"}, "name-link"),
        ({"seconds": 2.9}, "too-fast"),
        ({"seconds": -5.0}, "too-fast"),
        ({"seconds": None}, "no-stamp"),
        ({"repeated": True}, "repeated"),
    ],
)
def test_how_a_comment_was_sent_matches_a_rule(features, rule):
    assert keys(**features) == [rule]


def test_a_form_that_was_open_for_days_matches_no_rule():
    assert keys(seconds=7 * 86_400.0) == []


@pytest.mark.parametrize(
    "text",
    [
        "Read https://a.example and https://b.example, they say more.",
        "[One](https://a.example) and [two](https://b.example).",
        "See https://www.a.example for the rest.",
        "See [https://a.example/b](https://a.example/b), https://a.example/b/ and [again](https://a.example/b).",
    ],
)
def test_two_links_are_allowed(text):
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
def test_three_links_are_too_many(text):
    assert keys(text)[:2] == ["many-links", "link"]
    assert "many-links" not in keys(text, max_links=3)


@pytest.mark.parametrize(
    "text",
    ["https://a.example", "[good watches](https://a.example)", "www.a.example", "**https://a.example** !!!"],
)
def test_a_comment_that_is_only_a_link_is_suspicious(text):
    assert keys(text) == ["only-link"]


def test_links_to_the_site_itself_are_ignored(settings):
    text = "As https://blog.example/a/ and https://www.blog.example/b/ and https://blog.example/c/ say."
    settings.SITE_URL = "https://www.blog.example"
    assert keys(text) == []
    settings.SITE_URL = "https://other.example"
    assert keys(text) == ["many-links", "link"]


def test_links_to_reference_sites_weigh_less_than_links_to_advertised_sites():
    assert keys("It is explained at https://en.wikipedia.org/wiki/Comet as well") == ["citing-link"]
    assert keys("It is explained at https://www.facebook.com/comets as well") == ["link", "promoting-link"]
    assert keys("It is explained at https://a.example/?ref=12 as well") == ["link", "promoting-link"]
    assert keys("Both https://en.wikipedia.org/wiki/Comet and https://a.example say so") == ["link"]


@pytest.mark.parametrize(
    "text", ["Visit kidsmedia . com today", "Go to cheapwatches.shop", "See watches.pl/best", "watches. com"]
)
def test_a_disguised_address_is_detected(text):
    assert "hidden-link" in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "It ended. Come on!",
        "See readme.md and mail me at a@b.com.",
        "e.g. this one",
        "He left. Me too.",
        "Fine. Top of the list.",
        "run it.pl first",
    ],
)
def test_ordinary_words_are_not_taken_for_an_address(text):
    assert "hidden-link" not in keys(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Check out my new song", {"asks-look", "own-thing"}),
        ("Subscribe to my channel, check out my videos", {"asks-subscribe", "asks-look", "own-thing"}),
        ("Suscribete a mi canal", {"asks-subscribe", "own-thing"}),
        ("Follow me on instagram, like my page", {"asks-follow", "own-thing", "contact"}),
        ("Please donate to this cause", {"pleads", "begs"}),
        ("Win an iPhone, just click here", {"gift", "points-elsewhere"}),
        ("Earn 500 dollars a day", {"money"}),
        ("Cheap watches on sale", {"goods"}),
        ("Casino and poker online", {"vice"}),
        ("Hi everyone, I am a new rapper", {"greets-all", "presents-self"}),
        ("Write to me on whatsapp", {"contact"}),
        ("Like this comment", {"asks-likes"}),
    ],
)
def test_typical_requests_of_advertising_are_detected(text, expected):
    assert set(keys(text)) == expected


@pytest.mark.parametrize(
    "disguised",
    [
        "sub\u200bscribe to my channel",
        "\ufeffSUBSCRIBE to my channel\ufeff",
        "s u b s c r i b e to my channel",
        "....subscribe...... ......to my........ .....channel.......",
        "suscribe to my chanell",
        "subscribe<br />to&nbsp;my&#32;channel",
        "ｓｕｂｓｃｒｉｂｅ to my channel",
        "su(b)scr1be to my ch4nnel",
    ],
)
def test_obfuscated_text_is_detected(disguised):
    assert {"asks-subscribe", "own-thing"} <= set(keys(disguised))


def test_reading_the_source_matches_no_sign():
    assert keys("I checked the source and my reading of it differs.") == []


def test_a_word_that_mixes_two_alphabets_is_suspicious():
    assert keys("Log in to p\u0430ypal now") == ["mixed-letters"]
    assert keys("Привет, это обычный комментарий") == []


def test_a_different_script_than_the_article_is_suspicious():
    article = "An article in plain English words."
    assert keys("Привет, это обычный комментарий", article=article) == ["other-letters"]
    assert keys("とても面白い記事でした、ありがとう", article="日本語の記事です。とても長い。カタカナも。") == []
    assert keys("Да!", article=article) == []


def test_the_history_of_a_commenter_adds_or_subtracts_points():
    assert keys(history=CommentHistory(approved=3)) == ["known-well"]
    assert keys(history=CommentHistory(approved=3, spam=1)) == []
    assert keys(history=CommentHistory(approved=1, spam=2)) == ["spam-before"]
    assert keys(history=CommentHistory(network_spam=2, network_approved=1)) == ["spam-network"]
    assert keys(history=CommentHistory(network_spam=2, network_approved=2)) == []


def test_hostile_text_is_scored_in_time():
    pieces = (
        "a",
        "my ",
        "check out ",
        "www.",
        "a. ",
        "<a",
        "а",
        "get a b c ",
        "i'm a new new new ",
        "su",
        "subb",
        "+1 ",
    )
    pieces += (
        "http://",
        "http://a.b/",
        "[a](b",
        "a@b.",
        "call 1 1 1 ",
        "a-",
        "a b c d ",
        "&amp;",
        "please ",
        "c4s1n0",
        "👍",
    )
    for text in [(piece * 4_000)[:4_000] for piece in pieces]:
        with no_runaway():
            features = Features(text, f"<p>{escape(text)}</p>", 30.0, "", False, article=text)
            matched_rules(features)
            find_signs(features.text_features)


def test_reasons_are_described_with_points_and_unknown_ones_are_shown_unchanged():
    stored = [Reason("many-links", 2, "5").stored(), Reason("known-well", -1).stored(), "trap", "rule of last year"]
    assert describe_reasons(stored) == [
        "more links than the comment settings allow: 5 (+2)",
        "approved comments by this commenter (-1)",
        "the hidden field was filled in",
        "rule of last year",
    ]
