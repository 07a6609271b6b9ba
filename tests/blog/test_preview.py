"""Previews of articles: what is typed, as readers would see it, and nobody else."""

import json
from hashlib import sha256

import pytest

from blog.models import Draft, Post, Revision, Section
from blog.posts import save_post
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post

pytestmark = pytest.mark.django_db

NEW = "/admin/blog/post/add/preview/"
TEXTS = {
    "nothing": "",
    "words": "A sentence, and *another* one.",
    "a long opening": "Words and words. " * 30 + "\n\n## Part\n\nText.",
    "headings": "Lead.\n\n## One\n\nText.\n\n### Two\n\nText.\n\n# Three\n\n#### Four\n\nText.\n\n## One\n\nAgain.",
    "footnotes": "Water boils.[^1] It whistles.[^two]\n\n## Part\n\nOnce more.[^1]\n\n[^1]: At 100 °C.\n[^two]: Loudly.",
    "code": '```python\nprint("<b>")\n```\n\nAnd `code & more`.\n\n    indented',
    "raw HTML": '<div class="x"><script>alert(1)</script>**No**</div>\n\n<a href="javascript:alert(1)">link</a>',
    "lists and tables": "- [ ] one\n- [x] two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> Quoted",
    "other scripts": "## العنوان\n\nنص.\n\n## 見出し\n\n文章。",
    "spaces around": "\n\n  Indented by chance.  \n\n",
}


@pytest.fixture
def post(alice):
    return make_post("Shared", author=alice, body="Public.\n\n## Part\n\nText.")


def url(post):
    return f"/admin/blog/post/{post.pk}/preview/"


def preview(client, to, body="Words.", *, title="A title", standfirst="", language=""):
    data = {"title": title, "standfirst": standfirst, "body": body, "language": language}
    return client.post(to, json.dumps(data), content_type="application/json")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_preview_is_byte_for_byte_what_readers_see_once_it_is_saved(signed_in, alice, post, text):
    client = signed_in(alice)
    found = preview(client, url(post), text, title="Tea & <kettles>", standfirst="Is it *hot*?", language="ar").json()
    data = current_data(post, body=text, title="Tea & <kettles>", standfirst="Is it *hot*?", language="ar")
    client.post(change_url(post), data | {"status": "published", "published_at_0": "2026-01-01"})
    client.logout()
    page = client.get(post.get_absolute_url()).content.decode()
    assert found["html"] in page
    assert found["title"].strip() in page
    assert found["hash"] == sha256(found["html"].encode()).hexdigest()
    post.refresh_from_db()
    assert (found["words"], found["minutes"]) == (post.words, post.reading_minutes)
    stored = post.sections.values("anchor", "level", "heading")
    assert found["sections"] == list(stored)


def test_images_of_the_site_are_shown_in_the_sizes_that_readers_get(signed_in, alice, post, image):
    text = f"Look:\n\n{image.markdown()}"
    found = preview(signed_in(alice), url(post), text).json()
    post.body = text
    save_post(post)
    assert "srcset" in found["html"]
    assert post.sections.get().html in found["html"]


def test_sections_keep_their_anchors_when_their_headings_change(signed_in, alice, post):
    found = preview(signed_in(alice), url(post), "Public.\n\n## Parts\n\nText.").json()
    assert found["sections"][1] == {"anchor": "s-part", "level": 2, "heading": "Parts"}


def test_a_new_article_has_a_preview_before_it_is_stored(signed_in, alice):
    found = preview(signed_in(alice), NEW, "One[^1]\n\n[^1]: Note.", language="no such language").json()
    assert "p0-" in found["html"]
    assert not Post.objects.exists()


def test_a_preview_writes_nothing(signed_in, alice, post):
    before = Post.objects.values().get(), list(Section.objects.values()), Revision.objects.count()
    preview(signed_in(alice), url(post), "## Other\n\nText.")
    assert (Post.objects.values().get(), list(Section.objects.values()), Revision.objects.count()) == before
    assert not Draft.objects.exists()


def test_a_preview_takes_at_most_four_queries(signed_in, alice, post, image, django_assert_max_num_queries):
    client = signed_in(alice)
    text = f"{image.markdown()}\n\n## Part\n\nText.[^1]\n\n[^1]: Note."
    preview(client, url(post), "")  # the first request of a session records who uses which device
    with django_assert_max_num_queries(4 + 4):  # the session, the user and their permissions
        preview(client, url(post), text)


def test_strangers_are_asked_to_log_in(client, post):
    answer = preview(client, url(post))
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login/")


def test_readers_get_no_preview(signed_in, bob, post):
    assert preview(signed_in(bob), url(post)).status_code == 403
    assert preview(signed_in(bob), NEW).status_code == 403


def test_articles_of_others_have_no_preview(signed_in, alice):
    assert preview(signed_in(alice), url(make_post("Not hers"))).status_code == 404


def test_moderators_cannot_preview_new_articles(signed_in, mona):
    assert preview(signed_in(mona), NEW).status_code == 403


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", "null", "\xff", '{"body": "x"}', '{"title": "", "standfirst": "", "body": 1, "language": ""}'],
)
def test_malformed_requests_are_refused(signed_in, alice, post, body):
    assert signed_in(alice).post(url(post), body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_text_that_cannot_be_stored_is_refused(signed_in, alice, post, text):
    assert preview(signed_in(alice), url(post), text).status_code == 400


def test_text_that_cannot_be_rendered_is_refused_with_the_reason(signed_in, alice, post):
    answer = preview(signed_in(alice), url(post), "a" * 200_001)
    assert answer.status_code == 422
    assert answer.json()["error"] == "This text is too long. Shorten it and send it again."


def test_a_request_that_is_too_large_is_refused(signed_in, alice, post):
    assert preview(signed_in(alice), url(post), "a" * 3_000_001).status_code == 413


def test_new_articles_have_no_page(signed_in, alice):
    assert signed_in(alice).get(NEW).status_code == 405


def test_the_button_stores_the_draft_and_shows_its_page(signed_in, alice, post):
    client = signed_in(alice)
    data = current_data(post, title="Hot", body="Not public yet.", cta_label="Buy", cta_url="/tea/") | {"_preview": "1"}
    answer = client.post(change_url(post), data, follow=True)
    assert answer.redirect_chain == [(url(post), 302)]
    page = answer.content.decode()
    assert all(text in page for text in ("<h1", "Hot</h1>", "Not public yet.", 'href="/tea/"', "only you see it"))
    assert Draft.objects.get().fields["body"] == ["Not public yet."]
    post.refresh_from_db()
    assert (post.title, post.body, post.status) == ("Shared", "Public.\n\n## Part\n\nText.", "published")


def test_the_button_of_the_form_for_new_articles_starts_one(signed_in, alice):
    answer = signed_in(alice).post(ADD, form_data(title="Fresh", body="First words.", _preview="1"), follow=True)
    assert "First words." in answer.content.decode()
    assert Post.objects.get().status == "draft"


def test_the_page_of_a_draft_is_neither_indexed_nor_cached(signed_in, alice, post):
    page = signed_in(alice).get(url(post))
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert {"no-store", "private"} <= set(page.headers["Cache-Control"].split(", "))
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_nobody_else_sees_the_page_of_a_draft(signed_in, client, alice, bob, edith, post):
    signed_in(alice).post(change_url(post), current_data(post, body="Not public yet.") | {"_preview": "1"})
    assert "Not public yet." not in signed_in(edith).get(url(post)).content.decode()
    assert signed_in(bob).get(url(post)).status_code in {302, 403, 404}
    client.logout()
    assert client.get(url(post)).status_code == 302
    assert "Not public yet." not in client.get(post.get_absolute_url()).content.decode()


def test_a_draft_that_cannot_be_rendered_is_shown_in_the_form_again(signed_in, alice, post):
    data = current_data(post, body="[" * 60_000) | {"_preview": "1"}
    answer = signed_in(alice).post(change_url(post), data, follow=True)
    assert answer.redirect_chain[-1] == (change_url(post), 302)
    assert "too many brackets" in answer.content.decode()


def test_a_field_of_a_draft_that_is_not_valid_is_shown_as_stored(signed_in, alice, post):
    data = current_data(post, body="Not public yet.", cover="no number") | {"_preview": "1"}
    assert signed_in(alice).post(change_url(post), data, follow=True).status_code == 200
