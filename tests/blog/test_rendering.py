"""Source → exact HTML, for both policies."""

import json
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from blog import rendering
from blog.rendering import COMMENT, POST, ImageInfo, json_ld, mark_stored_html_safe, render

UGC = 'rel="ugc nofollow noopener"'
IMAGES = {
    "/media/images/a.png": ImageInfo(1200, 800, "/media/images/a-480.webp 480w, /media/images/a-1200.webp 1200w"),
    "/media/images/b.png": ImageInfo(10, 20),
}
SIZES = 'sizes="(min-width: 46rem) 44rem, 100vw"'
KNOWN = (
    'src="/media/images/a.png" width="1200" height="800" '
    'srcset="/media/images/a-480.webp 480w, /media/images/a-1200.webp 1200w" '
    f'{SIZES} loading="lazy" decoding="async"'
)
OPEN = '<li class="task"><label><input type="checkbox" disabled="">'
DONE = '<li class="task"><label><input type="checkbox" disabled="" checked="">'

# fmt: off
BOTH = [
    ("", ""),
    (" \n\t\n", ""),
    ("Plain text.", "<p>Plain text.</p>"),
    ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>"),
    ("One.\r\n\r\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ("- a\n    - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    ("- [ ] open\n- [x] done\n- [X] done\n- [y] no", f"<ul>\n{OPEN} open</label></li>\n{DONE} done</label></li>\n{DONE} done</label></li>\n<li>[y] no</li>\n</ul>"),
    ("- [ ] a\n\n- b", '<ul>\n<li class="task">\n<p><label><input type="checkbox" disabled=""> a</label></p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>'),
    ("a & b < c > d &amp; e &copy; \"f\"", "<p>a &amp; b &lt; c &gt; d &amp; e © \"f\"</p>"),
    ("Two spaces  \nbreak", "<p>Two spaces<br>\nbreak</p>"),
    ("snake_case_word and 2*3*4", "<p>snake_case_word and 2<em>3</em>4</p>"),
    ("\\*no\\* \\<b>", "<p>*no* &lt;b&gt;</p>"),
    # names of files are no addresses
    ("README.md, foo.py, example.com", "<p>README.md, foo.py, example.com</p>"),
    # what no sanitiser has to see
    ("a\0b\x01c\x7fd\x85e\ufffef", "<p>abcdef</p>"),
    ("lone \ud800 surrogate", "<p>lone  surrogate</p>"),
    ("\x02wzxhzdk:0\x03", "<p>wzxhzdk:0</p>"),
    # direction and width tricks stay text
    ("\u202eevil\u202c \u200bzero\ufeff", "<p>\u202eevil\u202c \u200bzero\ufeff</p>"),
    ("हिन्दी 日本語 عربي 👩‍💻", "<p>हिन्दी 日本語 عربي 👩‍💻</p>"),
    ("Z̸̢a̷l̵g̴o", "<p>Z̸̢a̷l̵g̴o</p>"),
]
POSTS = [
    ("# a\n\n## b", "<h2>a</h2>\n<h3>b</h3>"),
    ("a\n=\n\nb\n-", "<h2>a</h2>\n<h3>b</h3>"),
    ("##\n\n## <b></b>\n\ntext", "<p>text</p>"),
    ("One\nline.", "<p>One\nline.</p>"),
    ("---", "<hr>"),
    ("https://example.org/a_b_c.", '<p><a href="https://example.org/a_b_c" rel="noopener">https://example.org/a_b_c</a>.</p>'),
    ("<https://example.org>", '<p><a href="https://example.org" rel="noopener">https://example.org</a></p>'),
    ("<a@example.org>", '<p><a href="mailto:a@example.org" rel="noopener">a@example.org</a></p>'),
    ("[x](/about/) [y](#s-one) [z](?page=2)", '<p><a href="/about/">x</a> <a href="#s-one">y</a> <a href="?page=2">z</a></p>'),
    ("[x](page.html)", '<p><a href="page.html">x</a></p>'),
    ("[x](//example.org)", '<p><a href="//example.org" rel="noopener">x</a></p>'),
    ("[x](https://example.org \"A title\")", '<p><a href="https://example.org" title="A title" rel="noopener">x</a></p>'),
    ("[x](javascript:alert(1)) [y](ftp://example.org) [z]()", "<p><span>x</span> <span>y</span> <span>z</span></p>"),
    ("![A](/media/images/a.png)", f'<p><img alt="A" {KNOWN}></p>'),
    ("![A](/media/images/a.png \"Seen\")", f'<figure><img alt="A" {KNOWN}><figcaption>Seen</figcaption></figure>'),
    ("Text ![](/media/images/b.png \"Tip\")", '<p>Text <img alt="" src="/media/images/b.png" title="Tip" width="10" height="20" loading="lazy" decoding="async"></p>'),
    ("[![A](/media/images/b.png)](/x)", '<p><a href="/x"><img alt="A" src="/media/images/b.png" width="10" height="20" loading="lazy" decoding="async"></a></p>'),
    ("![A](/static/new.png)", '<p><img alt="A" src="/static/new.png" loading="lazy" decoding="async"></p>'),
    # pictures of others
    ("![A](https://other.example/a.png)", '<p><a href="https://other.example/a.png" rel="noopener">A</a></p>'),
    ("![](https://other.example/a.png)", '<p><a href="https://other.example/a.png" rel="noopener">https://other.example/a.png</a></p>'),
    ("![A](//other.example/a.png)", '<p><a href="//other.example/a.png" rel="noopener">A</a></p>'),
    ("[![A](https://other.example/a.png)](/x)", '<p><a href="/x"><span>A</span></a></p>'),
    ("![A](a.png) ![](data:image/png;base64,AA)", "<p><span>A</span> <span></span></p>"),
    ('<img src="/a.png" srcset="https://other.example/a.png 1x" loading="eager" onerror="x">', '<img src="/a.png" alt="" loading="lazy" decoding="async">'),
    ('<a href="/x" rel="opener" target="_blank" id="main" name="y">x</a>', '<p><a href="/x">x</a></p>'),
    ('<p class="button footnote">x</p>', '<p class="footnote">x</p>'),
    ('<p dir="rtl" lang="ar" title="t">x</p>', '<p dir="rtl" lang="ar" title="t">x</p>'),
    ('<p dir="up" lang="a b" tabindex="5">x</p>', "<p>x</p>"),
    ("<div markdown=\"1\">\n*in*\n</div>", "<div>\n<p><em>in</em></p>\n</div>"),
    ("<details open><summary>s</summary>t</details>", '<details open=""><summary>s</summary>t</details>'),
    ("<time datetime=\"2026-01-01\">x</time>", '<p><time datetime="2026-01-01">x</time></p>'),
    ("a <kbd>K</kbd> H<sub>2</sub>O", "<p>a <kbd>K</kbd> H<sub>2</sub>O</p>"),
    ("*[HTML]: Hypertext\n\nHTML", '<p><abbr title="Hypertext">HTML</abbr></p>'),
    ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
    (
        "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | `x\\|y` |",
        '<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th align="left">a</th>\n<th align="center">b</th>\n'
        '<th align="right">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="left">1</td>\n'
        '<td align="center">2</td>\n<td align="right"><code>x|y</code></td>\n</tr>\n</tbody>\n</table></div>',
    ),
    (
        "```python\nif x: pass\n```",
        '<div class="language-python highlight"><pre tabindex="0"><span></span><code><span class="k">if</span> '
        '<span class="n">x</span><span class="p">:</span> <span class="k">pass</span>\n</code></pre></div>',
    ),
    (
        "```no-such-language\n<b>\n```",
        '<div class="language-text highlight"><pre tabindex="0"><span></span><code>&lt;b&gt;\n</code></pre></div>',
    ),
    (
        "- a\n\n    ```\n    x\n    ```",
        '<ul>\n<li>\n<p>a</p>\n<div class="language-text highlight"><pre tabindex="0"><span></span><code>x\n</code></pre></div>\n'
        "</li>\n</ul>",
    ),
    (
        "One[^a b] and again[^a b].\n\n[^a b]: Note.",
        '<p>One<sup id="p7-fnref-a-b"><a class="footnote-ref" href="#p7-fn-a-b">1</a></sup> and again'
        '<sup id="p7-fnref2-a-b"><a class="footnote-ref" href="#p7-fn-a-b">1</a></sup>.</p>\n'
        '<div class="footnote">\n<hr>\n<ol>\n<li id="p7-fn-a-b">\n<p>Note.&nbsp;<a class="footnote-backref" '
        'href="#p7-fnref-a-b" title="Jump back to footnote 1 in the text">↩</a><a class="footnote-backref" '
        'href="#p7-fnref2-a-b" title="Jump back to footnote 1 in the text">↩</a></p>\n</li>\n</ol>\n</div>',
    ),
]
COMMENTS = [
    ("# a\n\n## b", "<p># a</p>\n<p>## b</p>"),
    ("a\n===", "<p>a<br>\n===</p>"),
    ("a\n\n---", "<p>a</p>\n<p>---</p>"),
    ("One\nline.", "<p>One<br>\nline.</p>"),
    ("<b>x</b> <script>y</script>", "<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt;</p>"),
    ("<div>\n*x*\n</div>", "<p>&lt;div&gt;<br>\n<em>x</em><br>\n&lt;/div&gt;</p>"),
    ("https://example.org", f'<p><a href="https://example.org" {UGC}>https://example.org</a></p>'),
    ("[x](https://example.org)", f'<p><a href="https://example.org" {UGC}>x</a></p>'),
    ("[x](/about/)", f'<p><a href="/about/" {UGC}>x</a></p>'),
    ("[x](https://example.org \"t\")", f'<p><a href="https://example.org" {UGC}>x</a></p>'),
    ("![A](https://other.example/a.png)", f'<p>![A](<a href="https://other.example/a.png" {UGC}>https://other.example/a.png</a>)</p>'),
    ("![A](/media/images/a.png)", "<p>![A](/media/images/a.png)</p>"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |<br>\n|---|---|<br>\n| 1 | 2 |</p>"),
    ("x[^1]\n\n[^1]: y", f'<p>x<a href="y" {UGC}>^1</a></p>'),
    ("```python\nif x: pass\n```", '<pre class="highlight" tabindex="0"><code class="language-python">if x: pass\n</code></pre>'),
    ("```\n</code><script>\n```", '<pre class="highlight" tabindex="0"><code>&lt;/code&gt;&lt;script&gt;\n</code></pre>'),
    ("    indented", '<pre class="highlight" tabindex="0"><code>indented\n</code></pre>'),
]
# fmt: on


def post(source):
    return render(source, POST, id_prefix="p7-", find_images=lambda urls: {u: IMAGES[u] for u in urls & IMAGES.keys()})


@pytest.mark.parametrize(("source", "html"), BOTH + POSTS)
def test_articles(source, html):
    assert post(source) == html


@pytest.mark.parametrize(("source", "html"), BOTH + COMMENTS)
def test_comments(source, html):
    assert render(source, COMMENT) == html


@pytest.mark.parametrize(("source", "html"), BOTH + POSTS)
def test_articles_are_the_same_without_bleach(source, html, monkeypatch):
    """Bleach gets no more fixes: nothing may depend on it."""
    monkeypatch.setattr(rendering, "clean_input", lambda typed, policy: typed)
    assert post(source) == html


@pytest.mark.parametrize(("source", "html"), BOTH + COMMENTS)
def test_comments_are_the_same_without_bleach(source, html, monkeypatch):
    monkeypatch.setattr(rendering, "clean_input", lambda typed, policy: typed)
    assert render(source, COMMENT) == html


def test_every_footnote_link_meets_its_note_and_back():
    ids, targets = set(), set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found = dict(attrs)
            ids.add(found.get("id"))
            targets.add(found.get("href", "#")[1:])

    Reader().feed(post("a[^1] b[^two words] c[^日本] d[^1]\n\n[^1]: x\n[^two words]: y\n[^日本]: z"))
    assert ids - {None} == targets - {""}
    assert len(targets - {""}) == 7


def test_the_same_note_in_two_posts_has_two_ids():
    source = "a[^1]\n\n[^1]: x"
    assert 'id="p1-fn-1"' in render(source, POST, id_prefix="p1-")
    assert 'id="p2-fn-1"' in render(source, POST, id_prefix="p2-")
    assert 'id="preview-fn-1"' in render(source, POST, id_prefix="preview-")


def test_pictures_are_asked_for_once_with_all_addresses():
    asked = []

    def find(urls):
        asked.append(urls)
        return {}

    render("![a](/a.png) ![b](/b.png) ![a](/a.png)", POST, find_images=find)
    render("no picture", POST, find_images=find)
    assert asked == [{"/a.png", "/b.png"}]


def test_what_comes_out_is_safe_for_templates():
    assert isinstance(render("x", POST), SafeString)
    assert isinstance(mark_stored_html_safe("<p>x</p>"), SafeString)


def test_json_ld_cannot_end_its_element():
    hostile = '</script><!-- & \u2028\u2029 "quoted" é'
    element = json_ld({"name": hostile, "title": gettext_lazy("Tags"), "number": Decimal("1.5")})
    assert element.startswith('<script type="application/ld+json">')
    assert element.endswith("</script>")
    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == {"name": hostile, "title": "Tags", "number": "1.5"}
    assert "é" in inside
    assert isinstance(element, SafeString)
