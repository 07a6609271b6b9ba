"""What programs put on the clipboard, as Markdown. ``clipboard/PROGRAM/`` has the HTML and what becomes of it."""

from pathlib import Path

import pytest

from blog.importing.html import convert_html
from blog.rendering import POST, render
from tests.blog.structure import structure

CLIPBOARD = Path(__file__).parent / "clipboard"
FIXTURES = sorted(CLIPBOARD.glob("*/*.html"))


def named(path):
    return f"{path.parent.name}/{path.stem}"


def converted(html, **options):
    return convert_html(html, **options).markdown


@pytest.mark.parametrize("path", FIXTURES, ids=named)
def test_what_programs_copy_becomes_clean_markdown(path):
    assert converted(path.read_text(encoding="utf-8")) == path.with_suffix(".md").read_text(encoding="utf-8").rstrip(
        "\n"
    )


@pytest.mark.parametrize("path", FIXTURES, ids=named)
def test_what_was_copied_survives_being_copied_again(path):
    html = render(path.with_suffix(".md").read_text(encoding="utf-8"), POST)
    assert structure(render(converted(html), POST)) == structure(html)


def test_many_programs_are_covered():
    assert len(FIXTURES) >= 40
    assert len({path.parent for path in FIXTURES}) >= 8


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a>', "a b"),
        ('<a href="/kettle/">a</a> <a href="#part">b</a> <a href="">c</a>', "a b c"),
        ('<a href="https://example.org/?a=1&amp;copy;=2">a</a>', "[a](https://example.org/?a=1&amp;copy;=2)"),
        ('<a href="https://example.org/)">a</a>', "[a](<https://example.org/)>)"),
        ('<a href="https://example.org/"><b>a</b> b</a>', "[**a** b](https://example.org/)"),
        ('a<a href="https://example.org/"> b </a>c', "a [b](https://example.org/) c"),
        (
            '<a href="https://example.org/">https://a.org/[*]*</a>',
            "[https\\://a.org/\\[\\*\\]\\*](https://example.org/)",
        ),
        ('<b>see <a href="https://example.org/">this</a></b>', "**see [this](https://example.org/)**"),
        (
            '<a href="https://example.org/"><img src="https://example.org/a.png" alt="A"></a>',
            "[A](https://example.org/)",
        ),
        ('<img src="data:image/png;base64,AA" alt="A"><img src="file:///a.png" alt="B"><img src="cid:1">', ""),
        ('<img src="https://example.org/a.png" alt="[A]">', "![\\[A\\]](https://example.org/a.png)"),
        ("a<b> b </b>c", "a **b** c"),
        ("a<b>b.</b>c", "a<strong>b.</strong>c"),
        ("<b>a</b><i>b</i>", "**a**<em>b</em>"),
        ("<b> </b>a<b></b>", "a"),
        ("<b>a</b> <b>b</b>", "**a b**"),
        ("<code>a`b</code> <code>`</code>", "``a`b`` `` ` ``"),
        ("<h1>a</h1><h3>b</h3>", "## a\n\n#### b"),
        ("<h3><b>a</b><br>b #</h3>", "### a b \\#"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
        ("<ul><li><pre>a\nb</pre><li>c</ul>", "- ```\n  a\n  b\n  ```\n- c"),
        ("<p>a<br><br>b<br>c<br></p>", "a\n\nb\\\nc"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\\\nb\n\nc"),
        ("10&nbsp;km, a&nbsp;b", "10\xa0km, a b"),
        ("a\u200bb\u00adc\ufeff", "abc"),
        ("<p>a<p>b<table><tr><td>c<td>d", "a\n\nb\n\n| c | d |\n| --- | --- |"),
        ("<table><tr><td>a</table>", "a"),
        (
            "<!--[if gte mso 9]><xml>" + "<w:LsdException/>" * 400 + "</xml><![endif]-->a<!-- b <!-- c --> d <!-- e",
            "a d",
        ),
        ("a<!--[if !mso]><!--> b <!--<![endif]--><!--> c", "a b c"),
        ("", ""),
        ("<br>", ""),
    ],
)
def test_details(html, markdown):
    assert converted(html) == markdown


def test_links_are_completed_for_imports():
    html = '<a href="/tea/">a</a> <img src="b.png" alt="b">'
    expected = "[a](https://old.example/tea/) ![b](https://old.example/2026/b.png)"
    assert converted(html, base_url="https://old.example/2026/") == expected


def test_images_of_this_site_stay_images(settings):
    settings.SITE_URL = "https://tea.example"
    assert converted('<img src="https://tea.example/media/7.png" alt="A">') == "![A](/media/7.png)"
