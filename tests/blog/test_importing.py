"""Reading articles from plain text, as copied from web pages, and from Markdown."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.importing import ArticleRefused, read_article
from blog.importing.text_file import MAX_BYTES, is_markdown, read_text_file
from blog.reading_time import reading_minutes
from blog.rendering import render_sections
from tests.blog.copied_article import COPIED


def plain(source, **options):
    return read_article(source, is_markdown=False, **options)


def marked(source, **options):
    return read_article(source, is_markdown=True, **options)


def test_a_page_copied_as_text_is_split_into_parts():
    article = plain(COPIED)
    assert article.title == "Slow Trains and Long Letters"
    assert article.pieces == [
        ("heading 2", "Why Slowness Came Back"),
        ("heading 3", "The Night Train Returns 🚂"),
        ("paragraph", "Nobody planned it. The first sleeping cars were bought second-hand, and they filled within a week."),
        ("heading 3", "Letters on Paper ✉️"),
        ("paragraph", "A stamp costs less than a cup of tea. That is why the post office prints more of them each spring."),
        ("heading 2", "What Readers Told Us"),
        ("heading 3", "Waiting as a Habit"),
        ("paragraph", 'Most of them wait gladly. "You look out of the window," one said, "and the window is the point."'),
        ("heading 2", "Final Thoughts 💭"),
        ("paragraph", "Slowness is a choice again. Tell us about your slowest journey!"),
    ]  # fmt: skip


def test_boilerplate_around_the_article_is_left_out_and_reported():
    article = plain(COPIED)
    reasons = [reason for reason, _text in article.left_out]
    assert reasons.count("title") == 2
    assert reasons.count("byline") == 1
    assert reasons.count("boilerplate") == 9
    told = " ".join(text for _reason, text in article.left_out)
    for line in ("Leave a comment", "Blog posts", "Read more", "Forgot your password?", "Create account"):
        assert line in told
        assert line not in article.body


def test_an_invitation_at_the_end_becomes_the_call_to_action():
    article = plain(COPIED)
    assert article.cta_label == "For a longer ride visit our timetable pages"
    assert article.cta_label not in article.body


def test_every_line_of_the_text_is_a_part_or_left_out():
    article = plain(COPIED)
    told = [text for _kind, text in [*article.pieces, *article.left_out]]
    assert Counter(" ".join([*told, article.cta_label]).split()) == Counter(COPIED.split())


def test_the_imported_article_has_its_sections():
    sections = render_sections(plain(COPIED).body)
    assert [(section.level, section.anchor) for section in sections] == [
        (2, "s-why-slowness-came-back"),
        (3, "s-the-night-train-returns"),
        (3, "s-letters-on-paper"),
        (2, "s-what-readers-told-us"),
        (3, "s-waiting-as-a-habit"),
        (2, "s-final-thoughts"),
    ]
    assert [bool(section.html) for section in sections] == [False, True, True, False, True, True]
    assert reading_minutes(f"{section.heading_html} {section.html}" for section in sections) == 1


def test_the_given_title_wins():
    article = plain(COPIED, title="Another Title")
    assert article.title == "Another Title"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("T\n\nOne sentence.", "One sentence."),
        ("T\n\nLines wrapped\nby hand, as in mail.", "Lines wrapped\nby hand, as in mail."),
        ("T\n\nText.\n\n• one\n• two\n\nText.", "Text.\n\n- one\n- two\n\nText."),
        ("T\n\nText.\n\n1. one\n2) two\n\nText.", "Text.\n\n1. one\n1. two\n\nText."),
        ("T\n\nIs this a heading?\n\nYes.", "## Is this a heading?\n\nYes."),
        ("T\n\nUnder the line\n----\n\nYes.", "## Under the line\n\nYes."),
        ("T\r\n\r\nOne.\r\rTwo.", "One.\n\nTwo."),
        ("\ufeffT\n\nOne.\0", "One."),
    ],
)
def test_blocks_of_plain_text(text, body):
    assert plain(text).body == body


@pytest.mark.parametrize(
    "line",
    [
        "A *star*, an _underline_, `ticks` and [brackets](x).",
        "<b>No markup</b> &amp; no <script>alert(1)</script>.",
        "2 < 3 > 1 & so on.",
        "# not a heading.",
        "+ nor this.",
        "2026. A year is no list when more stands before it, nor 1. this.",
        "> nor a quotation.",
        "~~~ no fence.",
        "~Not deleted~, ==not marked== and a | b.",
        ": no definition.",
        "=== no underline.",
        "A backslash \\ and \\* another.",
    ],
)
def test_plain_text_is_shown_unchanged(line):
    [section] = render_sections(plain(f"T\n\nA sentence before it.\n\n{line}\n\nA sentence after it.").body)
    assert section.text == f"A sentence before it. {line} A sentence after it."


def test_urls_in_plain_text_become_links():
    [section] = render_sections(plain("T\n\nSee https://example.org/a_b_c?d=e*f*g today.").body)
    assert section.html == (
        '<p>See <a href="https://example.org/a_b_c?d=e*f*g" rel="noopener">https://example.org/a_b_c?d=e*f*g</a> today.</p>'
    )


def test_an_invitation_without_a_preceding_sentence_is_part_of_the_text():
    article = plain("T\n\nWrapped by hand, we often\nvisit our friends\nsearch")
    assert article.cta_label == ""
    assert article.body == "Wrapped by hand, we often\nvisit our friends\nsearch"


@pytest.mark.parametrize("text", ["", "\n\n\n", " ", "•", "Leave a comment", "\ufeff", "Only a title"])
def test_a_text_without_an_article_is_read_without_errors(text):
    assert plain(text).body == ""


def test_front_matter_fills_the_fields():
    article = marked(
        """---
title: "A: title"
description: Two
  lines.
date: 2026-03-09
tags: [slow, "long letters"]
authors:
  - ada@example.org
  - Ben
slug: a-title
status: review
language: en-GB
cta_label: Ride
cta_url: https://example.org/
layout: post
---

# A: title

Text.

## One
"""
    )
    assert (article.title, article.standfirst, article.slug) == ("A: title", "Two lines.", "a-title")
    assert (article.status, article.language) == ("review", "en-GB")
    assert (article.cta_label, article.cta_url) == ("Ride", "https://example.org/")
    assert (article.authors, article.tags) == (["ada@example.org", "Ben"], ["slow", "long letters"])
    assert article.date == datetime(2026, 3, 9, tzinfo=UTC)
    assert article.body == "Text.\n\n## One"
    assert ("unknown front matter", "layout: post") in article.left_out
    assert ("repeated title", "A: title") in article.left_out


def test_front_matter_may_be_toml():
    article = plain('+++\ntitle = "T"\ndate = 2026-03-09T08:30:00Z\ntags = ["a", "b"]\ndraft = false\n+++\nText.\n')
    assert (article.title, article.tags, article.status) == ("T", ["a", "b"], "published")
    assert article.date == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(("draft", "status"), [("true", "draft"), ("True", "draft"), ("false", "published")])
def test_the_draft_key_of_other_blogs_is_understood(draft, status):
    assert marked(f"---\ntitle: T\ndraft: {draft}\n---\nText.").status == status


def test_the_first_heading_names_a_text_without_a_title():
    article = marked("# The title\n\nText.\n\n```\n# a comment\n```\n\n## One\n")
    assert article.title == "The title"
    assert article.body == "Text.\n\n```\n# a comment\n```\n\n## One"
    assert article.pieces == [("heading 2", "One")]


@pytest.mark.parametrize(
    "source",
    [
        "---\ndate: tomorrow\n---\nText.",
        "---\ndate: 2026-13-45\n---\nText.",
        "+++\nthis is no TOML\n+++\nText.",
    ],
)
def test_invalid_front_matter_is_rejected_with_a_sentence(source):
    with pytest.raises(ArticleRefused, match="not a valid date|not valid TOML"):
        marked(source)


@pytest.mark.parametrize("source", ["---\nno end", "--- a rule\n\nText.", "---\n\n---\n", "+++\n+++\n"])
def test_unusual_beginnings_are_read(source):
    marked(source)


def test_markdown_is_recognised_by_its_suffix():
    assert is_markdown(Path("a.md"))
    assert is_markdown(Path("A.MARKDOWN"))
    assert not is_markdown(Path("a.txt"))
    assert not is_markdown(Path("md"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"caf\xe9", "not UTF-8: byte 4"),
        ("Text".encode("utf-16"), "not UTF-8: byte 1"),
        (b"a" * (MAX_BYTES + 1), "too long: an article can have 200,000 characters"),
    ],
)
def test_files_that_are_not_text_are_rejected_with_a_sentence(tmp_path, content, message):
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleRefused, match=message):
        read_text_file(path)


def test_unreadable_files_are_named_in_the_error(tmp_path):
    with pytest.raises(ArticleRefused, match=r"nowhere\.txt cannot be read: No such file"):
        read_text_file(tmp_path / "nowhere.txt")
    with pytest.raises(ArticleRefused, match="cannot be read: Is a directory"):
        read_text_file(tmp_path)


def test_a_byte_order_mark_is_removed(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbfText")
    assert read_text_file(path) == "Text"
