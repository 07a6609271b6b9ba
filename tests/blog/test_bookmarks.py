"""Members can save articles for later."""

import pytest
from django.test import Client

from blog.models import Bookmark, Post
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/accounts/bookmarks/"


def test_a_member_saves_an_article_and_removes_the_bookmark(signed_in, bob):
    post, reader = make_post("The Kettle"), signed_in(bob)
    answer = reader.post(f"/articles/{post.slug}/bookmark/")
    assert answer.url == post.get_absolute_url()
    reader.post(f"/articles/{post.slug}/bookmark/")
    assert Bookmark.objects.count() == 1, "saved once, however often"
    page = read(reader.get(LIST)).landmark("main")
    assert page.link("The Kettle")["href"] == post.get_absolute_url()
    assert page.one(f'form[method=post][action="/articles/{post.slug}/bookmark/remove/"]')
    answer = reader.post(f"/articles/{post.slug}/bookmark/remove/", {"next": LIST})
    assert answer.url == LIST
    assert "You have no bookmarks yet." in reader.get(LIST).text


@pytest.mark.parametrize(
    "odd", ["x", "blog:home", "//evil.example/", "https://evil.example/", "//[", "javascript:1", "/\\evil.example"]
)
def test_an_invalid_next_url_redirects_to_the_article(signed_in, bob, odd):
    post, reader = make_post(), signed_in(bob)
    for action in ("bookmark/", "bookmark/remove/"):
        assert reader.post(f"{post.get_absolute_url()}{action}", {"next": odd}).url == post.get_absolute_url()


def test_the_latest_bookmark_is_first(signed_in, bob):
    reader = signed_in(bob)
    for title in ("First", "Second"):
        reader.post(f"/articles/{make_post(title).slug}/bookmark/")
    page = reader.get(LIST).text
    assert page.index("Second") < page.index("First")


def test_bookmarks_are_private(client, alice, bob):
    Bookmark.objects.create(user=alice, post=make_post("Hers"))
    client.force_login(bob)
    assert "Hers" not in client.get(LIST).text
    assert Client().get(LIST).status_code == 302


def test_anonymous_visitors_are_asked_to_log_in(client):
    post = make_post()
    assert client.post(f"/articles/{post.slug}/bookmark/").url.startswith("/accounts/login/")
    assert not Bookmark.objects.exists()


def test_unreadable_articles_can_be_neither_saved_nor_listed(signed_in, bob):
    draft, post = make_post("Draft", status=Post.Status.DRAFT), make_post("Post")
    reader = signed_in(bob)
    assert reader.post(f"/articles/{draft.slug}/bookmark/").status_code == 404
    reader.post(f"/articles/{post.slug}/bookmark/")
    post.withdraw()
    assert "Post" not in read(reader.get(LIST)).landmark("main").text
    post.publish()
    assert "Post" in reader.get(LIST).text, "it comes back with the article"


def test_a_get_request_saves_no_bookmark(signed_in, bob):
    assert signed_in(bob).get(f"/articles/{make_post().slug}/bookmark/").status_code == 405


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x", "/\\evil.example"])
def test_the_next_url_cannot_be_on_another_site(signed_in, bob, elsewhere):
    post = make_post()
    answer = signed_in(bob).post(f"/articles/{post.slug}/bookmark/", {"next": elsewhere})
    assert answer.url == post.get_absolute_url()


def test_the_list_of_bookmarks_is_paginated_with_a_constant_number_of_queries(
    signed_in, bob, django_assert_max_num_queries
):
    reader = signed_in(bob)
    for number in range(30):
        Bookmark.objects.create(user=bob, post=make_post(f"Saved {number}", slug=f"s-{number}", tags=["tea"]))
    reader.get(LIST)
    with django_assert_max_num_queries(9):
        page = reader.get(LIST).text
    assert page.count("/bookmark/remove/") == 25
    assert "Saved 4" in reader.get(LIST, {"page": 2}).text


def test_the_button_shows_whether_the_article_is_saved(rf, bob):
    from django.template import Context, Template

    post = make_post()
    button = Template("{% load bookmarks %}{% bookmark_button post %}")

    def shown(cookies, user):
        request = rf.get("/")
        request.COOKIES, request.user = cookies, user
        return button.render(Context({"request": request, "post": post})).strip()

    assert shown({}, None) == "", "pages for everybody are the same for everybody"
    assert "Save for later" in shown({"sessionid": "x"}, bob)
    Bookmark.objects.create(user=bob, post=post)
    assert "Remove bookmark" in shown({"sessionid": "x"}, bob)
