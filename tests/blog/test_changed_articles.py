"""The report of articles that look different when they are rendered again."""

import pytest
from django.core.management import call_command

from blog.changed_articles import changed_articles
from blog.models import Post, Section
from blog.posts import rebuild_stale
from blog.rendering import FINGERPRINT, visible_blocks
from tests.factories import make_post

pytestmark = pytest.mark.django_db

LIST = "Text:\n- one\n- two"


def outdated(post, **html):
    """As an older version has stored it."""
    Post.objects.filter(pk=post.pk).update(render_fingerprint="old")
    Section.objects.filter(post=post).update(**html)
    return post


def report(capsys):
    call_command("rerender", "--report")
    return capsys.readouterr().out


def test_articles_that_look_different_are_listed_with_their_changes(capsys):
    post = outdated(make_post("A list", body=LIST), html="<p>Text:\n- one\n- two</p>")
    printed = report(capsys)
    assert "A list  " in printed
    assert post.get_absolute_url() in printed
    assert "2 blocks change:" in printed
    assert "-<p>Text: - one - two</p>" in printed
    assert "+<ul><li>one</li><li>two</li></ul>" in printed
    assert "1 article looks different" in printed


def test_the_report_changes_nothing(capsys):
    post = outdated(make_post(body=LIST), html="<p>old</p>")
    report(capsys)
    post.refresh_from_db()
    assert post.render_fingerprint == "old"
    assert post.sections.get().html == "<p>old</p>"


def test_articles_that_look_the_same_are_not_listed(capsys):
    outdated(make_post(body="- a\n  - b"), html="<ul><li>a<ul>\n<li>b</li></ul></li></ul>")
    outdated(make_post(body="## Heading\n\nText"))
    make_post(body=LIST)
    assert report(capsys) == "0 articles look different by the current rules. Nothing has been changed.\n"


def test_a_changed_heading_is_listed():
    outdated(make_post(body="## One *two*"), heading_html="One *two*")
    [change] = changed_articles()
    assert change.diff == ["-<h2>One *two*</h2>", "+<h2>One <em>two</em></h2>"]
    assert change.blocks == 1


def test_an_article_that_is_refused_is_listed_and_keeps_its_html(capsys):
    post = outdated(make_post(body="text"), html="<p>old</p>")
    Post.objects.filter(pk=post.pk).update(body="[" * 2_001)
    assert "can't be rendered any more and keeps its HTML" in report(capsys)
    assert rebuild_stale() == 0
    post.refresh_from_db()
    assert post.render_fingerprint == FINGERPRINT
    assert post.sections.get().html == "<p>old</p>"


def test_long_changes_are_cut_off(capsys):
    outdated(make_post(body="\n\n".join(f"New {number}." for number in range(9))), html="<p>old</p>")
    assert "and 4 more lines" in report(capsys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a  b\nc</p>", "<p>a b c</p>\n"),
        ("<ul><li>a</li></ul>", "<ul>\n<li>a</li>\n</ul>"),
        ("<p>a<br>b</p>", "<p>a<br>\nb</p>"),
        ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
    ],
)
def test_hidden_white_space_is_no_difference(one, other):
    assert visible_blocks(one) == visible_blocks(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ('<p class="x">a</p>', "<p>a</p>"),
    ],
)
def test_what_readers_see_is_a_difference(one, other):
    assert visible_blocks(one) != visible_blocks(other)
