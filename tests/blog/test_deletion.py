"""Deleting articles, tags and series."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry

from blog.models import Bookmark, Post, Redirect, Series, Tag
from blog.posts import save_post
from blog.taxonomy import save_tag
from comments.models import Comment, Subscription
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussed(alice, bob):
    """An article by Alice that was renamed, commented on, followed and saved, with a moderated comment."""
    post = make_post("Hello", author=alice, tags=["Radio"], body="quokka")
    post.slug = "good-day"
    save_post(post)
    first = make_comment(post, "First thoughts")
    make_comment(post, "An answer", parent=first, author=bob)
    make_comment(post, "Waiting", status=Comment.Status.HELD)
    first.decisions.create(after=Comment.Status.APPROVED, via="queue")
    first.likes.create(reader="guest:1")
    Subscription.objects.create(post=post, user=bob, kind=Subscription.Kind.THREAD)
    Bookmark.objects.create(post=post, user=bob)
    return post


def delete_page(post):
    return f"/admin/blog/post/{post.pk}/delete/"


@pytest.mark.parametrize("who", ["alice", "edith", "root"])
def test_users_who_may_edit_an_article_may_delete_it_with_its_comments(request, signed_in, client, discussed, who):
    browser = signed_in(request.getfixturevalue(who))
    for address in ("/", "/tags/radio/", "/articles/good-day/", "/feed/", "/comments/feed/"):
        client.get(address)
    comment = discussed.comments.approved().first()
    page = browser.get(delete_page(discussed))
    assert page.status_code == 200
    assert read(page).one("#content form [name=post]")
    for words in ("Article: Hello", "Articles: 1", "Comments: 3", "Subscriptions: 1", "Bookmarks: 1"):
        assert words in page.text
    assert browser.post(delete_page(discussed), {"post": "yes"}).status_code == 302
    assert not Comment.objects.exists()
    assert LogEntry.objects.get(action_flag=DELETION).object_repr == "Hello"
    client.logout()
    for address in (
        "/articles/good-day/",
        "/articles/hello/",
        "/articles/good-day/comments/feed/",
        f"/comments/{comment.pk}/",
    ):
        assert client.get(address).status_code == 410
    for address in ("/", "/tags/radio/", "/feed/", "/comments/feed/", "/search/?q=quokka"):
        assert "Hello" not in client.get(address).text


def test_a_deleted_article_responds_with_410_and_all_headers(client, signed_in, edith, discussed):
    signed_in(edith).post(delete_page(discussed), {"post": "yes"})
    client.logout()
    response = client.get("/articles/good-day/")
    assert "This page has been deleted" in response.text
    assert read(response).all('form[action="/search/"]')
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert response.headers[name]
    assert not response.cookies


@pytest.mark.parametrize("who", ["bob", "mona"])
def test_other_users_cannot_delete_articles(request, signed_in, discussed, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(delete_page(discussed), {"post": "yes"}).status_code in {302, 403}
    assert Post.objects.exists()


def test_authors_cannot_delete_articles_of_others(signed_in, alice, edith):
    post = make_post("Hers", author=edith)
    signed_in(alice).post(delete_page(post), {"post": "yes"})
    signed_in(alice).post(
        "/admin/blog/post/", {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"}
    )
    assert Post.objects.exists()


def test_many_articles_are_deleted_with_one_confirmation(signed_in, edith, client, discussed):
    other = make_post("Other")
    chosen = {"action": "delete_selected", "_selected_action": [discussed.pk, other.pk]}
    page = signed_in(edith).post("/admin/blog/post/", chosen)
    assert "Articles: 2" in page.text
    assert "Comments: 3" in page.text
    client.post("/admin/blog/post/", chosen | {"post": "yes"})
    assert LogEntry.objects.filter(action_flag=DELETION).count() == 2
    assert client.get("/articles/other/").status_code == client.get("/articles/hello/").status_code == 410


def test_the_confirmation_needs_a_constant_number_of_queries(signed_in, edith, discussed, django_assert_num_queries):
    browser = signed_in(edith)
    browser.get(delete_page(discussed))
    with django_assert_num_queries(11):
        browser.get(delete_page(discussed))
    for _ in range(20):
        make_comment(discussed)
    with django_assert_num_queries(11):
        browser.get(delete_page(discussed))


def test_a_deleted_draft_leaves_no_redirect(signed_in, edith, client):
    draft = make_post("Secret Plan", status=Post.Status.DRAFT)
    draft.slug = "plan"
    save_post(draft)
    signed_in(edith).post(delete_page(draft), {"post": "yes"})
    client.logout()
    assert client.get("/articles/secret-plan/").status_code == client.get("/articles/plan/").status_code == 404
    assert not Redirect.objects.exists()


def test_a_deleted_url_can_be_redirected(signed_in, edith, client, discussed):
    browser, other = signed_in(edith), make_post("Other")
    browser.post(delete_page(discussed), {"post": "yes"})
    row = Redirect.objects.get(path="/articles/good-day/")
    fields = {"path": row.path, "post": other.pk, "tag": "", "series": "", "author": "", "page": ""}
    assert browser.post(f"/admin/blog/redirect/{row.pk}/change/", fields).status_code == 302
    response = client.get("/articles/good-day/")
    assert (response.status_code, response.headers["Location"]) == (301, "/articles/other/")


def test_a_new_article_with_the_slug_of_a_deleted_one_is_shown(signed_in, edith, client, discussed):
    signed_in(edith).post(delete_page(discussed), {"post": "yes"})
    make_post("Good Day")
    assert client.get("/articles/good-day/").status_code == 200


def test_the_confirmation_for_a_tag_shows_how_many_articles_lose_it(signed_in, edith, client, discussed):
    tag = Tag.objects.get()
    tag.slug = "wireless"
    save_tag(tag)
    browser = signed_in(edith)
    page = browser.get(f"/admin/blog/tag/{tag.pk}/delete/")
    assert "Articles that lose this tag: 1" in page.text
    browser.post(f"/admin/blog/tag/{tag.pk}/delete/", {"post": "yes"})
    assert client.get("/tags/wireless/").status_code == client.get("/tags/radio/feed/").status_code == 410
    assert client.get("/articles/good-day/").status_code == 200


def test_deleting_a_series_keeps_its_articles(signed_in, edith, client):
    series = Series.objects.create(title="Radio", slug="radio")
    make_post("Part", series=series)
    page = signed_in(edith).get(f"/admin/blog/series/{series.pk}/delete/")
    assert "Articles that leave this series: 1" in page.text
    client.post(f"/admin/blog/series/{series.pk}/delete/", {"post": "yes"})
    assert client.get("/series/radio/").status_code == 410
    assert client.get("/articles/part/").status_code == 200
