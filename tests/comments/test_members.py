"""People with an account comment under it."""

import pytest
from django.test import Client

from comments.models import Comment
from tests.comments.posting import form_of, send
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_a_member_writes_as_the_account_and_types_no_name(bob, signed_in):
    client, post = signed_in(bob), make_post()
    html = client.get(post.get_absolute_url()).content.decode()
    assert "You write as Bob Reader." in html
    assert 'id="comment_email"' not in html
    assert "csrfmiddlewaretoken" in form_of(client, post)
    answer = send(client, post, "Bob was here")
    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.email) == (bob, "Bob Reader", "")
    assert "colophon_comments" not in answer.cookies
    assert "only you can see it" in client.get(answer.url, follow=True).content.decode()


def test_a_member_cannot_write_as_someone_else(bob, signed_in):
    send(signed_in(bob), make_post(), name="Alice Author", email="alice@example.org")
    assert Comment.objects.get().name == "Bob Reader"


def test_an_author_answers_at_once_with_a_badge(alice, signed_in):
    post = make_post(author=alice)
    answer = send(signed_in(alice), post, "Thank you all")
    html = Client().get(answer.url, follow=True).content.decode()
    assert "Thank you all" in html
    assert "comment-badge" in html
    assert "1 comment" in html


def test_a_session_that_ended_meanwhile_keeps_the_words(bob, signed_in):
    client, post = signed_in(bob), make_post()
    data = form_of(client, post) | {"body": "Typed for an hour"}
    client.logout()
    answer = client.post(f"{post.get_absolute_url()}comments/", data)
    assert answer.status_code == 422
    assert "Typed for an hour" in answer.content.decode()
    assert 'id="comment_email"' in answer.content.decode()
    assert "You were logged out meanwhile." in answer.content.decode()
    assert "You were logged out" not in client.post(answer.request["PATH_INFO"], {"name": ""}).content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_signed_in_post_from_nowhere_is_refused(bob, headers):
    client, post = Client(enforce_csrf_checks=True), make_post()
    client.force_login(bob)
    answer = client.post(f"{post.get_absolute_url()}comments/", {"body": "Forged"}, headers=headers)
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def test_nobody_comments_on_an_article_that_is_not_published(alice, signed_in):
    post = make_post(author=alice, status="draft")
    client = signed_in(alice)
    assert "Leave a comment" not in client.get(post.get_absolute_url()).content.decode()
    assert client.post(f"{post.get_absolute_url()}comments/", {"body": "Early"}).status_code == 404
