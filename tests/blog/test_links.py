"""Links from article to article by id follow renames, and reveal nothing of articles that readers can't see."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.article_page.build import build_article_page
from blog.links import resolve_links
from blog.models import BlogSettings, Link, Post, Section
from blog.personal_data import collect
from blog.posts import delete_posts, save_post
from blog.rendering import COMMENT, POST, render, render_sections
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def text_of(post, client=None):
    """The text of the article as readers get it, as a part of the page."""
    return read((client or Client()).get(post.get_absolute_url())).one(".prose")


def link_to(target, anchor=""):
    return f"See [the kettle](post:{target.pk}{anchor}), please."


@pytest.fixture
def kettle():
    return make_post("The Secret Kettle", slug="kettle", body="Water.\n\n## History\n\nOld.")


# fmt: off
SHOWN = [
    ("[x](post:7)", '<p><a href="/articles/kettle/">x</a></p>'),
    ("[x](post:7#s-history)", '<p><a href="/articles/kettle/#s-history">x</a></p>'),
    ("[x](post:7#s-größe)", '<p><a href="/articles/kettle/#s-gr%C3%B6%C3%9Fe">x</a></p>'),
    ("[x](<post:7>)", '<p><a href="/articles/kettle/">x</a></p>'),
    ("[x][k]\n\n[k]: post:7", '<p><a href="/articles/kettle/">x</a></p>'),
    ('[*x* & `<a>`](post:7 "a > \\"b\\"")', '<p><a href="/articles/kettle/" title="a &gt; &quot;b&quot;"><em>x</em> &amp; <code>&lt;a&gt;</code></a></p>'),
    ("[x](post:8) and [y](post:7)", '<p>x and <a href="/articles/kettle/">y</a></p>'),
    ("[*x* `post:8`](post:8 \"Title\")", "<p><em>x</em> <code>post:8</code></p>"),
    ('<a href="post:7">x</a>', '<p><a href="/articles/kettle/">x</a></p>'),
    ('<a href="post:8">x <b>y</b></a>', "<p>x <b>y</b></p>"),
    ("`[x](post:7)`", "<p><code>[x](post:7)</code></p>"),
    ("[x](/2026/slug)", '<p><a href="/2026/slug">x</a></p>'),
    ("[x](post:07) [y](post:) [z](post:7/8) [w](post:1e3)", "<p><span>x</span> <span>y</span> <span>z</span> <span>w</span></p>"),
    ("[x](post:9999999999999999999)", "<p><span>x</span></p>"),
    ("[x](post:7#a#b)", "<p><span>x</span></p>"),
    ("![x](post:7)", "<p><span>x</span></p>"),
    ("<div><a href=\"post:8\">a</a> <a href=\"/x\">b</a> <a>c</a></div>", '<div>a <a href="/x">b</a> <span>c</span></div>'),
]
# fmt: on


@pytest.mark.parametrize(("source", "html"), SHOWN, ids=[source for source, _html in SHOWN])
def test_links_by_id_are_shown_with_the_current_url(source, html):
    make_post(pk=7, slug="kettle")
    section = Section(html="".join(section.html for section in render_sections(source)))
    resolve_links([section])
    assert section.html == html


def test_only_the_text_of_articles_has_links_by_id():
    assert render("[x](post:7)", COMMENT) == "<p><span>x</span></p>"
    assert render('<a href="post:7">x</a>', POST) == "<p>x</p>"


def test_the_sanitiser_removes_links_by_id_from_comments(monkeypatch):
    monkeypatch.setattr("blog.rendering.clean_input", lambda html, policy: html)
    monkeypatch.setattr("blog.rendering.postprocess", lambda *args: None)
    assert render("[x](post:7)", COMMENT) == "<p><a>x</a></p>"


def test_readers_see_the_current_url_after_every_rename(kettle):
    post = make_post(body=link_to(kettle, "#s-history"))
    for slug in ("pot", "samovar", "wasserkessel-ß"):
        kettle.slug = slug
        save_post(kettle)
        assert text_of(post).link("the kettle")["href"] == f"{kettle.get_absolute_url()}#s-history"
    assert 'href="post:' not in Client().get(post.get_absolute_url()).text


@pytest.mark.parametrize(
    "hide",
    [
        Post.withdraw,
        Post.archive,
        lambda post: post.publish(timezone.now() + timedelta(days=1)),
        lambda post: delete_posts(Post.objects.filter(pk=post.pk)),
    ],
    ids=["draft", "archived", "scheduled", "deleted"],
)
def test_a_link_to_an_article_that_readers_cannot_see_is_text(kettle, hide):
    post = make_post(body=link_to(kettle))
    assert text_of(post).link("the kettle")
    hide(kettle)
    for path in (post.get_absolute_url(), "/feed/"):
        page = Client().get(path).text
        assert "See the kettle, please." in page
        assert "/kettle" not in page
        assert "Secret" not in page
        assert 'href="post:' not in page


def test_even_authors_see_the_page_of_readers(kettle, alice, signed_in):
    kettle.withdraw()
    post = make_post(body=link_to(kettle), author=alice)
    assert text_of(post, signed_in(alice)).hrefs == []


def test_unlisted_articles_can_be_linked():
    unlisted = make_post(status=Post.Status.UNLISTED)
    assert text_of(make_post(body=link_to(unlisted))).link("the kettle")["href"] == unlisted.get_absolute_url()


def test_links_appear_and_disappear_with_the_clock(kettle, monkeypatch):
    now = timezone.now()
    kettle.published_at, kettle.expires_at = now + timedelta(hours=1), now + timedelta(hours=2)
    save_post(kettle)
    post = make_post(body=link_to(kettle))
    for hours, links in ((0, []), (1, ["/articles/kettle/"]), (1.5, ["/articles/kettle/"]), (2, []), (3, [])):
        moment = now + timedelta(hours=hours)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        for _visit in range(2):
            assert text_of(post).hrefs == links


def test_links_within_an_article_are_fragments(client):
    post = make_post(pk=70, body="[down](post:70#s-end) [here](post:70)\n\n## End\n\nBye.")
    assert text_of(post).hrefs[:2] == ["#s-end", post.get_absolute_url()]


def test_feeds_have_absolute_urls(client, kettle, settings):
    make_post(body=link_to(kettle, "#s-history"))
    assert f'href="{settings.SITE_URL}/articles/kettle/#s-history"' in read(client.get("/feed/")).text


def test_the_preview_is_what_readers_get(signed_in, alice, kettle):
    post = make_post(author=alice, body=link_to(kettle))
    typed = {"title": post.title, "standfirst": "", "body": post.body, "language": ""}
    url = reverse("admin:blog_post_preview", args=[post.pk])
    editor = signed_in(alice)
    html = editor.post(url, json.dumps(typed), content_type="application/json").json()["html"]
    assert html in Client().get(post.get_absolute_url()).text
    assert '<a href="/articles/kettle/">' in html
    page = read(editor.get(url))
    assert page.link("the kettle")["href"] == "/articles/kettle/"


def test_search_finds_the_text_of_links(client, kettle):
    post = make_post("Water", body=f"A [zwieback](post:{kettle.pk}).")
    assert post.get_absolute_url() in client.get("/search/", {"q": "zwieback"}).text


def test_exported_articles_have_urls(alice, kettle, settings):
    hidden = make_post(status=Post.Status.DRAFT)
    body = f"[x](post:{kettle.pk}#s-history) [y](post:{hidden.pk}) [k]\n\n[k]: post:{kettle.pk} (post:{kettle.pk})"
    make_post(author=alice, body=body)
    url = f"{settings.SITE_URL}/articles/kettle/"
    [article] = collect(alice)["articles"]
    assert article["body"] == f"[x]({url}#s-history) [y](post:{hidden.pk}) [k]\n\n[k]: {url} (post:{kettle.pk})"


# --- rows ---
def rows(post):
    return list(post.links.order_by("target", "anchor").values_list("target", "anchor"))


def test_saving_records_links(kettle):
    post = make_post(
        body=f"[a](post:{kettle.pk}) [b](post:{kettle.pk}) ![c](post:{kettle.pk})\n\n"
        f"## [d](post:{kettle.pk}#s-h%C3%BC)\n\n[e](post:999999) `[f](post:5)` [g](/articles/kettle/)"
    )
    assert rows(post) == [(kettle.pk, ""), (kettle.pk, "s-hü"), (999999, "")]
    post.body = "No links."
    save_post(post)
    assert rows(post) == []


def test_links_of_deleted_articles_are_deleted_and_links_to_them_stay(kettle):
    post = make_post(body=link_to(kettle))
    delete_posts(Post.objects.filter(pk=kettle.pk))
    assert rows(post) == [(kettle.pk, "")]
    delete_posts(Post.objects.filter(pk=post.pk))
    assert not Link.objects.exists()


def test_missing_targets_and_sections_can_be_queried(kettle):
    draft = make_post(status=Post.Status.DRAFT)
    post = make_post(
        body=f"[a](post:{kettle.pk}) [b](post:{kettle.pk}#s-history) [c](post:{kettle.pk}#s-gone) "
        f"[d](post:{draft.pk}) [e](post:999999#s-x)"
    )
    broken = post.links.without_target().order_by("target").values_list("target", "anchor")
    assert list(broken) == [(draft.pk, ""), (999999, "s-x")]
    lost = post.links.without_section().order_by("target").values_list("target", "anchor")
    assert list(lost) == [(kettle.pk, "s-gone"), (999999, "s-x")]


def test_an_article_with_many_links_needs_one_query_more(django_assert_num_queries, client):
    targets = [make_post() for _number in range(12)]
    for count, queries in ((0, 4), (2, 5), (12, 5)):
        post = make_post(body=" ".join(link_to(target) for target in targets[:count]) or "None.")
        found = Post.objects.for_reading().get(pk=post.pk)
        site = BlogSettings.current()
        with django_assert_num_queries(queries):
            build_article_page(found, site)


def test_comments_have_no_links_by_id(kettle, client):
    post = make_post()
    make_comment(post, link_to(kettle))
    page = client.get(post.get_absolute_url()).text
    assert "See <span>the kettle</span>, please." in page


# --- what links here ---
def change_form(client, post):
    return read(client.get(reverse("admin:blog_post_change", args=[post.pk])))


def test_the_form_lists_what_links_to_the_article(signed_in, alice, edith):
    kettle = make_post("Kettle", author=alice)
    own = make_post("Own draft", body=link_to(kettle, "#a") + link_to(kettle), author=alice, status=Post.Status.DRAFT)
    other = make_post("Of another", body=link_to(kettle))
    make_post("Secret of another", body=link_to(kettle), status=Post.Status.DRAFT)
    make_post("Not linked", body="Kettle.")
    save_post(kettle)
    links = change_form(signed_in(alice), kettle).one(".linked-from")
    assert links.links() == {
        "Own draft": reverse("admin:blog_post_change", args=[own.pk]),
        "Of another": other.get_absolute_url(),
    }
    assert "Linked from (2)" in links.text
    assert "Own draft Draft" in links.text
    editors = change_form(signed_in(edith), kettle).one(".linked-from").links()
    assert set(editors) == {"Own draft", "Of another", "Secret of another"}


def test_the_form_of_an_article_without_links_has_no_list(signed_in, alice):
    post = make_post(pk=71, body="[self](post:71)", author=alice)
    assert change_form(signed_in(alice), post).all(".linked-from") == []
