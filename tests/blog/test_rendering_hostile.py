"""Texts that try to run something, that are too large, or that keep a parser busy."""

import pytest

from blog import rendering
from blog.rendering import COMMENT, POST, TextTooLong, TooComplex, Unrenderable, render, render_sections
from blog.rendering.policies import POLICIES
from tests.blog.hostile import PAYLOADS, RUN, faults

ASK = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)


def judged(payload, policy):
    found = faults(render(payload, policy), is_comment=policy is COMMENT)
    if policy is POST:
        for section in render_sections(payload):
            found += faults(section.html) + faults(section.heading_html)
    return found


@ASK
def test_nothing_hostile_comes_through(policy):
    assert {payload: found for payload in PAYLOADS if (found := judged(payload, policy))} == {}


@ASK
def test_nothing_hostile_comes_through_without_bleach(policy, monkeypatch):
    monkeypatch.setattr(rendering, "clean_input", lambda html, policy: html)
    assert {payload: found for payload in PAYLOADS if (found := judged(payload, policy))} == {}


@ASK
def test_hostile_texts_end_to_end_do_no_harm_to_what_follows(policy):
    """A neighbour's text stands where it stood: no payload swallows or comments out the rest of a page."""
    for payload in PAYLOADS:
        assert faults(f"<p>before</p>{render(payload, policy)}<p>after</p>", is_comment=policy is COMMENT) == []


@pytest.mark.parametrize(
    "html",
    [
        f"<script>{RUN}</script>",
        f'<img src="/a.png" onerror="{RUN}">',
        '<img src="//evil.example/a.png">',
        '<a href="javascript:x">x</a>',
        '<a href="java\tscript:x">x</a>',
        '<a href="&#106;avascript:x">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<p style="color:red">x</p>',
        '<p id="main">x</p>',
        '<p name="x">x</p>',
        "<svg></svg>",
        "<p>x",
        "x</p>",
        "<b><i>x</b></i>",
        "a < b",
        "<!-- x -->",
        "<p title='x'>x</p>",
        "<h1>x</h1>",
        '<a href="/x" target="_blank">x</a>',
    ],
)
def test_the_judge_finds_faults(html):
    assert faults(html)


def test_the_judge_lets_good_html_pass():
    assert (
        faults('<h2>a &amp; b</h2><p id="p1-fn-1"><a href="https://a.example/?b=c#d" rel="noopener">e</a><br></p>')
        == []
    )
    assert faults('<img src="/a.png" alt="">', is_comment=True)


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (COMMENT, "a" * 4_001),
        (POST, "a" * 200_001),
        (COMMENT, "日" * 4_001),
    ],
)
def test_too_long_a_text_is_refused_unread(policy, text):
    with pytest.raises(TextTooLong, match="too long"):
        render(text, policy)
    assert render(text[:-1], policy)


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (COMMENT, "[" * 301),
        (COMMENT, "<" * 301),
        (COMMENT, "[<" * 151),
        (COMMENT, "> " * 300),
        (COMMENT, "*" * 2_001),
        (COMMENT, "\n" * 1_001),
        (COMMENT, "- a\n" * 301),
        (POST, "[" * 2_001),
        (POST, "<div>" * 2_001),
        (POST, "a@b.example " * 2_001),
        (POST, "*" * 15_001),
        (POST, "\\" * 15_001),
        (POST, "&" * 15_001),
        (POST, "`a" * 15_001),
        (POST, "a\n\n\n" * 7_000),
        (POST, "1. " * 2_001),
        (POST, "~~~\n" * 2_001),
        (POST, "- a\n" * 2_001),
        (POST, "1. a\n" * 2_001),
        (POST, "a\n=\n" * 2_001),
        (POST, "| a |\n" * 2_001),
        (POST, "\t- a\n" * 2_001),
        # few brackets, each looked for through a very long paragraph
        (POST, "[" * 100 + "a" * 40_000),
        (POST, ("[" + "a" * 90) * 500),
        # nested deeper than anybody writes
        (POST, "<div>" * 200),
        (POST, "> " * 500 + "a"),
        (COMMENT, "> " * 140 + "a"),
        (POST, "\n".join("    " * depth + "- a" for depth in range(150))),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_keeps_the_parsers_busy_is_refused(policy, text):
    with pytest.raises(TooComplex, match="Simplify"):
        render(text, policy)


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (COMMENT, "[" * 300),
        (COMMENT, "<" * 300),
        (COMMENT, "*" * 2_000),
        (POST, "[x](/y) and some words\n\n" * 2_000),
        (POST, "*" * 15_000),
        (POST, "- a\n" * 2_000),
        (POST, "<div>" * 100),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_stays_within_the_bounds_is_shown(policy, text):
    assert render(text, policy)


def test_a_parser_that_gives_up_is_an_answer(monkeypatch):
    def give_up(*args):
        raise RecursionError

    monkeypatch.setattr("blog.rendering.convert.Dialect.convert", give_up)
    for policy in POLICIES:
        with pytest.raises(TooComplex):
            render("x", policy)
    with pytest.raises(Unrenderable):
        render_sections("x")


def test_a_sanitiser_that_gives_up_is_an_answer(monkeypatch):
    def give_up(*args):
        raise RecursionError

    monkeypatch.setattr(rendering, "clean_input", give_up)
    with pytest.raises(TooComplex):
        render("x", POST)
