"""What the dialect adds to CommonMark: source → exact HTML."""

import pytest
from django.utils import translation

from blog.rendering import COMMENT, POST, render, render_sections

BOX = '<input type="checkbox" disabled="">'
TICKED = '<input type="checkbox" disabled="" checked="">'


def alert(kind, title, content):
    return f'<blockquote class="alert alert-{kind}" role="note">\n<div class="alert-title">{title}</div>\n{content}\n</blockquote>'


# fmt: off
ALERTS = [
    ("> [!NOTE]\n> a *b*", alert("note", "Note", "<p>a <em>b</em></p>")),
    ("> [!tip]  \n>\n> - a", alert("tip", "Tip", "<ul>\n<li>a</li>\n</ul>")),
    ("> [!IMPORTANT]\na", alert("important", "Important", "<p>a</p>")),
    ("> [!WARNING]\n> a\n>\n> b", alert("warning", "Warning", "<p>a</p>\n<p>b</p>")),
    ("> [!CAUTION]\n> ```\n> a\n> ```\n> b", None),
    ("> [!NOTE]", "<blockquote>\n<p>[!NOTE]</p>\n</blockquote>"),
    ("> [!NOTE] a", "<blockquote>\n<p>[!NOTE] a</p>\n</blockquote>"),
    ("> [!OTHER]\n> a", "<blockquote>\n<p>[!OTHER]\na</p>\n</blockquote>"),
    ("> a\n> [!NOTE]\n> b", "<blockquote>\n<p>a\n[!NOTE]\nb</p>\n</blockquote>"),
    ("- > [!NOTE]\n  > a", f"<ul>\n<li>\n{alert('note', 'Note', '<p>a</p>')}\n</li>\n</ul>"),
]
TASKS = [
    ("- [ ] a\n- [x] b\n- [X] *c*", f'<ul>\n<li class="task"><label>{BOX} a</label></li>\n<li class="task"><label>{TICKED} b</label></li>\n<li class="task"><label>{TICKED} <em>c</em></label></li>\n</ul>'),
    ("- [ ] a\n  - [x] b", f'<ul>\n<li class="task"><label>{BOX} a</label><ul>\n<li class="task"><label>{TICKED} b</label></li>\n</ul>\n</li>\n</ul>'),
    ("- [ ] a\n\n  b", f'<ul>\n<li class="task">\n<p><label>{BOX} a</label></p>\n<p>b</p>\n</li>\n</ul>'),
    ("1. [x] a", f'<ol>\n<li class="task"><label>{TICKED} a</label></li>\n</ol>'),
    ("- [ ]\n- [x]a\n- [y] b\n- \\[x] c", "<ul>\n<li>[ ]</li>\n<li>[x]a</li>\n<li>[y] b</li>\n<li>[x] c</li>\n</ul>"),
    ("[ ] a", "<p>[ ] a</p>"),
    ("<input type=checkbox autofocus> a <label>b</label>", "<p> a b</p>"),
]
STRIKETHROUGH_AND_MARKS = [
    ("~~a~~ ~b~", "<p><del>a</del> <del>b</del></p>"),
    ("~~~a~~~b", '<div class="language-text highlight"><pre tabindex="0"><span></span><code></code></pre></div>'),
    ("x ~~~a~~~ ~b~~", "<p>x ~~~a~~~ ~b~~</p>"),
    ("from ~5 to ~10", "<p>from ~5 to ~10</p>"),
    ("==a *b*== a==b==c", "<p><mark>a <em>b</em></mark> a<mark>b</mark>c</p>"),
    ("a == b != c === d `==e==`", "<p>a == b != c === d <code>==e==</code></p>"),
    ("==a\n\nb==", "<p>==a</p>\n<p>b==</p>"),
]
LINK = '<a href="{0}" rel="noopener">{0}</a>'.format
BARE_LINKS = [
    ("https://a.example/b?c=d&e=f#g.", f"<p>{LINK('https://a.example/b?c=d&amp;e=f#g')}.</p>"),
    ("www.a.example/b", '<p><a href="http://www.a.example/b" rel="noopener">www.a.example/b</a></p>'),
    ("(https://a.example/b_(c))", f"<p>({LINK('https://a.example/b_(c)')})</p>"),
    ("*https://a.example* **https://b.example**", f"<p><em>{LINK('https://a.example')}</em> <strong>{LINK('https://b.example')}</strong></p>"),
    ("https://a.example/b_c_d http://localhost:8000/", f"<p>{LINK('https://a.example/b_c_d')} {LINK('http://localhost:8000/')}</p>"),
    ("[https://a.example](https://b.example)", '<p><a href="https://b.example" rel="noopener">https://a.example</a></p>'),
    ("https://a.example/&copy; https://b.example/&copy", f"<p>{LINK('https://a.example/')}© {LINK('https://b.example/&amp;copy')}</p>"),
    ("a.b_c@d.example, e@f", '<p><a href="mailto:a.b_c@d.example" rel="noopener">a.b_c@d.example</a>, e@f</p>'),
    ("[a@b.example](/c)", '<p><a href="/c">a@b.example</a></p>'),
    ("README.md foo.py example.com xhttps://a.example https:// http:///a ftp://a.example www.", "<p>README.md foo.py example.com xhttps://a.example https:// http:///a ftp://a.example www.</p>"),
    ("www.a.example[x] https://a.example/b[x]c", f"<p>{LINK('www.a.example').replace('=\"', '=\"http://', 1)}[x] <a href=\"https://a.example/b%5Bx%5Dc\" rel=\"noopener\">https://a.example/b[x]c</a></p>"),
    ("詳細はhttps://a.example/b。次", f"<p>詳細は{LINK('https://a.example/b')}。次</p>"),
    ("連絡はa@b.exampleへ", '<p>連絡は<a href="mailto:a@b.example" rel="noopener">a@b.example</a>へ</p>'),
    ("`https://a.example` \\https://a.example", f"<p><code>https://a.example</code> \\{LINK('https://a.example')}</p>"),
]
DEFINITIONS = [
    ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
    ("a\nb\n: c\n: d", "<dl>\n<dt>a</dt>\n<dt>b</dt>\n<dd>c</dd>\n<dd>d</dd>\n</dl>"),
    ("a\n\n: b", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n</dd>\n</dl>"),
    ("a\n:   b\n\n    c\n\nd\n:   e", "<dl>\n<dt>a</dt>\n<dd>\n<p>b</p>\n<p>c</p>\n</dd>\n<dt>d</dt>\n<dd>e</dd>\n</dl>"),
    ("a\n:   - b\n    - c\n\nd", "<dl>\n<dt>a</dt>\n<dd>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</dd>\n</dl>\n<p>d</p>"),
    ("a\n:b", "<p>a\n:b</p>"),
    (": a", "<p>: a</p>"),
    ("# a\n: b", "<h2>a</h2>\n<p>: b</p>"),
]
ABBREVIATIONS = [
    ("*[AB]: A *b*\n\nAB, ABC `AB` *AB*", '<p><abbr title="A *b*">AB</abbr>, ABC <code>AB</code> <em><abbr title="A *b*">AB</abbr></em></p>'),
    ("AB\n*[AB]: c", '<p><abbr title="c">AB</abbr></p>'),
    ("*[A]: b\n*[A B]: c\nA B A", '<p><abbr title="c">A B</abbr> <abbr title="b">A</abbr></p>'),
    ("[A](/A)\n\n*[A]: b", '<p><a href="/A"><abbr title="b">A</abbr></a></p>'),
]
CAPTIONS = [
    ("| a |\n|---|\n| b |\n: c *d*", '<div class="table" tabindex="0"><table>\n<caption>c <em>d</em></caption>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>'),
    ("t\n: d\n\n| a |\n|---|\n: c", '<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>\n<div class="table" tabindex="0"><table>\n<caption>c</caption>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table></div>'),
    ("| a |\n|---|\n\n: c", '<div class="table" tabindex="0"><table>\n<caption>c</caption>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table></div>'),
]
HTML = [
    ('<div markdown="1">\n*a*\n</div>', "<div>\n<p><em>a</em></p>\n</div>"),
    ("<details>\n<summary>a</summary>\n\n- *b*\n\n</details>", "<details>\n<summary>a</summary>\n<ul>\n<li><em>b</em></li>\n</ul>\n</details>"),
]
# fmt: on
EVERY = [*ALERTS, *TASKS, *STRIKETHROUGH_AND_MARKS, *BARE_LINKS, *DEFINITIONS, *ABBREVIATIONS, *CAPTIONS, *HTML]


@pytest.mark.parametrize(("source", "html"), [case for case in EVERY if case[1]])
def test_articles(source, html):
    assert render(source, POST) == html


@pytest.mark.parametrize(("source", "html"), [*ALERTS[:4], *TASKS[:5]])
def test_comments_have_the_same_alerts_and_tasks(source, html):
    assert render(source, COMMENT) == html


def test_notes_are_numbered_in_the_order_of_their_references():
    html = render("a[^b] c[^d]\n\n[^d]: D\n[^b]: B[^e]\n[^e]: E\n[^f]: never shown", POST)
    assert [html.index(f'id="p0-fn-{label}"') for label in "bde"] == sorted(
        html.index(f'id="p0-fn-{label}"') for label in "bde"
    )
    assert 'href="#p0-fn-d">2</a>' in html
    assert 'href="#p0-fn-e">3</a>' in html
    assert "never shown" not in html


def test_a_note_can_contain_blocks():
    html = render("a[^1]\n\n[^1]: b\n\n    - c\n    - d\n\ne", POST)
    assert "<li>c</li>" in html
    assert html.index("<p>e</p>") < html.index("<li>c</li>")


def test_a_reference_without_a_note_is_text():
    assert render("a[^1] [^2](/b)", POST) == '<p>a[^1] <a href="/b">^2</a></p>'


def test_titles_of_alerts_are_in_the_language_of_the_article():
    with translation.override("fr"):
        english = render("> [!NOTE]\n> a", POST, language="en")
    assert '<div class="alert-title">Note</div>' in english


def typeset(source, language="en"):
    [section] = render_sections(source, language=language, typographic=True)
    return section.html.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "“a ‘b’ c”"),
        ("de", "„a ‚b‘ c“"),
        ("de-CH", "«a ‹b› c»"),
        ("fr", "«\u202fa “b” c\u202f»"),
        ("es", "«a “b” c»"),
        ("sv", "”a ’b’ c”"),
        ("pl", "„a «b» c”"),
        ("ja", "“a ‘b’ c”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language, html):
    assert typeset("\"a 'b' c\"", language) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a -- b --- c ---- d -e", "a – b — c ---- d -e"),
        ("a... b.... c..", "a… b.... c.."),
        ("it's the authors' '90s", "it’s the authors’ ’90s"),
        ('("a") -- "*b*" a"', "(“a”) – “<em>b</em>” a”"),
        ('*"a*"', "<em>“a</em>”"),
        ("`\"a\"` -- ''", '<code>"a"</code> – ‘’'),
        ('<code>"a" -- *b*</code> "c"', '<code>"a" -- <em>b</em></code> “c”'),
        ("https://a.example/b--c", LINK("https://a.example/b--c")),
        ("[a...](/b--c)", '<a href="/b--c">a…</a>'),
    ],
)
def test_typography(source, html):
    assert typeset(source) == html


def test_code_blocks_keep_their_signs():
    assert "&quot;" not in typeset('```\n"a" -- b...\n```')
    assert '"a" -- b...' in typeset('```\n"a" -- b...\n```')


def test_typography_is_off_by_default():
    [section] = render_sections('"a" -- b...')
    assert section.html == '<p>"a" -- b...</p>'


@pytest.mark.parametrize(
    "url", ["https://a.example", "www.a.example", "https://a.example/b", "https://a.example/b?c=d"]
)
def test_a_footnote_directly_after_a_bare_link_is_one(url):
    html = render(f"{url}[^1]\n\n[^1]: The note.", POST)
    assert f">{url}</a><sup" in html
    assert "The note." in html
