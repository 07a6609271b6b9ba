"""Members comment under the name of their account."""

import pytest
from django.test import Client

from comments.models import Comment
from tests.comments.posting import form_of, send
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def test_a_member_comments_under_the_name_of_the_account(bob, signed_in):
    client, post = signed_in(bob), make_post()
    form = read(client.get(post.get_absolute_url())).one("#comment-form")
    assert "You are commenting as Bob Reader." in form.text
    assert form.all("[name=email]") == []
    assert "csrfmiddlewaretoken" in form_of(client, post)
    answer = send(client, post, "Bob was here")
    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.email) == (bob, "Bob Reader", "")
    assert "colophon_comments" not in answer.cookies
    assert "Only you can see it" in client.get(answer.url, follow=True).content.decode()


def test_a_member_cannot_comment_as_someone_else(bob, signed_in):
    send(signed_in(bob), make_post(), name="Alice Author", email="alice@example.org")
    assert Comment.objects.get().name == "Bob Reader"


def test_the_author_of_the_article_replies_with_a_badge_and_without_approval(alice, signed_in):
    post = make_post(author=alice)
    answer = send(signed_in(alice), post, "Thank you all")
    comments = read(Client().get(answer.url, follow=True)).one("#comments")
    assert "Thank you all" in comments.text
    assert [badge.text for badge in comments.all("article header .comment-badge")] == ["Author"]
    assert comments.heading("1 comment")


def test_a_session_that_expired_in_the_meantime_keeps_the_text(bob, signed_in):
    client, post = signed_in(bob), make_post()
    data = form_of(client, post) | {"body": "Typed for an hour"}
    client.logout()
    answer = client.post(f"{post.get_absolute_url()}comments/", data)
    assert answer.status_code == 422
    form = read(answer).one("#comment-form")
    assert form.one("textarea").value == "Typed for an hour"
    assert form.one("[name=email]")
    assert "You have been logged out." in form.text
    assert "You have been logged out" not in client.post(answer.request["PATH_INFO"], {"name": ""}).content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_cross_site_post_of_a_member_is_rejected(bob, headers):
    client, post = Client(enforce_csrf_checks=True), make_post()
    client.force_login(bob)
    answer = client.post(f"{post.get_absolute_url()}comments/", {"body": "Forged"}, headers=headers)
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def test_nobody_can_comment_on_an_unpublished_article(alice, signed_in):
    post = make_post(author=alice, status="draft")
    client = signed_in(alice)
    assert "Leave a comment" not in client.get(post.get_absolute_url()).content.decode()
    assert client.post(f"{post.get_absolute_url()}comments/", {"body": "Early"}).status_code == 404
