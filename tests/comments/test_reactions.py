"""Likes, with and without an account: one per reader and comment."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.test import Client

from comments.models import Comment, Like
from comments.reactions import likes as liking
from tests.comments.posting import send
from tests.comments.reading import article_page
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status


def like(client, comment, wish="like", **fields):
    return client.post(f"/comments/{comment.pk}/like/", {"wish": wish} | fields)


def likes(comment):
    return Comment.objects.get(pk=comment.pk).likes_count


def like_button(client, comment):
    return read(article_page(client, comment.post)).one("#comments article button[formaction]")


def test_an_anonymous_reader_likes_a_comment_and_everyone_sees_the_number(client, comment):
    assert like_button(client, comment)["formaction"] == f"/comments/{comment.pk}/like/"
    answer = like(client, comment)
    assert (answer.status_code, answer.url) == (303, comment.get_absolute_url())
    assert read(article_page(Client(), comment.post)).one(".comment-likes").text == "1"
    assert like_button(client, comment)["aria-pressed"] == "true"
    assert "aria-pressed" not in like_button(Client(), comment)


def press(client, button):
    """What a browser without scripts sends."""
    [form] = [element for element in button.ancestors if element.tag == "form"]
    wish = {button["name"]: button["value"]} if "name" in button else {}
    return client.post(button["formaction"], form.hidden_fields | wish, follow=True)


def test_the_button_of_each_comment_likes_and_unlikes_it(client, comment):
    answer = press(client, like_button(client, comment))
    assert likes(comment) == 1
    press(client, read(answer).one("#comments article button[formaction]"))
    assert likes(comment) == 0


def test_the_first_like_sets_a_signed_cookie(client, comment):
    assert client.get(comment.post.get_absolute_url()).cookies == {}
    cookie = like(client, comment).cookies["colophon_reader"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) < 200
    assert "colophon_reader" not in like(client, make_comment(comment.post)).cookies
    client.cookies["colophon_reader"] = "forged"
    assert "colophon_reader" in like(client, comment).cookies


def test_a_reader_likes_a_comment_once_and_can_unlike_it(client, comment, bob):
    member = Client()
    member.force_login(bob)
    for reader in (client, client, member, member):
        like(reader, comment)
    assert likes(comment) == 2
    assert set(Like.objects.values_list("reader", flat=True)) >= {f"user:{bob.pk}"}
    like(member, comment, "unlike")
    like(member, comment, "unlike")
    assert likes(comment) == 1
    like(Client(), comment, "unlike")
    assert likes(comment) == 1


def test_a_wrong_number_of_likes_is_corrected(client, comment):
    like(client, comment)
    Comment.objects.update(likes_count=40)
    liking.recount_likes(comment.pk)
    assert likes(comment) == 1


def test_authors_cannot_like_their_own_comments(client, bob, signed_in):
    post = make_post()
    send(client, post)
    Comment.objects.update(status="approved")
    own = Comment.objects.get()
    assert f"/comments/{own.pk}/like/" not in article_page(client, post)
    like(client, own)
    members = make_comment(post, author=bob)
    like(signed_in(bob), members)
    assert Like.objects.count() == 0


@pytest.mark.parametrize("status", ["held", "spam", "removed"])
@pytest.mark.parametrize("action", ["like", "report"])
def test_only_public_comments_can_be_liked_or_reported(client, action, status):
    comment = make_comment(make_post(), status=status)
    assert client.post(f"/comments/{comment.pk}/{action}/", {"reason": "spam"}).status_code == 404


def test_liking_requires_post(client, comment):
    assert client.get(f"/comments/{comment.pk}/like/").status_code == 405


def test_a_like_from_another_site_is_rejected(comment):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/comments/{comment.pk}/like/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_like_keeps_the_order_of_the_thread(client, comment):
    assert like(client, comment, order="newest").url.endswith("?order=newest")
    assert like(client, comment, order="//evil.example").url == comment.get_absolute_url()


def test_likes_are_limited_per_network(comment):
    comments = [make_comment(comment.post) for _ in range(3)]
    with patch.object(liking, "LIKES", replace(liking.LIKES, most=2)):
        answers = [like(Client(), found).status_code for found in comments]
        assert answers == [303, 303, 429]
        with patch("comments.views.reactions.network_of", lambda request: "198.51.100.0/24"):
            assert like(Client(), comments[2]).status_code == 303


def test_showing_which_comments_a_reader_liked_takes_no_extra_query(client, comment, django_assert_num_queries):
    from comments.commenters.viewer import Viewer
    from comments.threads.page import thread_page

    Like.objects.create(comment=comment, reader="guest:x")
    comment.post.refresh_from_db()
    with django_assert_num_queries(1):
        [entry] = thread_page(comment.post, Viewer(key="guest:x")).entries
        assert entry.comment.liked
