"""Deleting comments permanently: moderators confirm what is deleted, and permalinks redirect to the article."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry

from comments.models import Comment
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(alice):
    """A comment, a reply to it, a reply to that, and another comment."""
    post = make_post("Hello", author=alice)
    question = make_comment(post, "Is it loud?")
    answer = make_comment(post, "Very loud.", parent=question)
    thanks = make_comment(post, "Thanks, loud friend.", parent=answer)
    other = make_comment(post, "Something else.")
    for comment in (question, answer):
        comment.decisions.create(after=Comment.Status.APPROVED, via="queue")
        comment.likes.create(reader="guest:1")
        comment.reports.create(reader="guest:2", reason="other")
    return question, answer, thanks, other


def delete_page(comment):
    return f"/admin/comments/comment/{comment.pk}/delete/"


@pytest.mark.parametrize("who", ["mona", "edith", "root"])
def test_moderators_delete_a_comment_with_its_replies(request, signed_in, client, thread, who):
    question, answer, thanks, other = thread
    client.get("/articles/hello/")
    browser = signed_in(request.getfixturevalue(who))
    page = browser.get(delete_page(question))
    assert page.status_code == 200
    assert read(page).one("#content form [name=post]")
    for words in ("Is it loud?", "Comments: 1", "Replies: 2", "Likes: 2", "Reports: 2"):
        assert words in page.text
    assert browser.post(delete_page(question), {"post": "yes"}).status_code == 302
    assert list(Comment.objects.all()) == [other]
    assert "Is it loud?" in LogEntry.objects.get(action_flag=DELETION).object_repr
    client.logout()
    article = client.get("/articles/hello/").text
    assert "loud" not in article
    assert "1 comment" in article
    for comment in (question, answer, thanks):
        response = client.get(f"/comments/{comment.pk}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/articles/hello/")


def test_a_comment_that_was_never_public_leaves_no_redirect(signed_in, mona, client, thread):
    post = thread[0].post
    spam = make_comment(post, "Buy this", status=Comment.Status.SPAM)
    signed_in(mona).post(delete_page(spam), {"post": "yes"})
    assert client.get(f"/comments/{spam.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_nobody_else_can_delete_comments(request, signed_in, thread, who):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(delete_page(thread[0]), {"post": "yes"}).status_code in {302, 403}
    assert Comment.objects.count() == 4


def test_many_comments_are_deleted_after_one_confirmation(signed_in, mona, thread):
    question, answer, _thanks, other = thread
    chosen = {"action": "delete_selected", "_selected_action": [answer.pk, other.pk]}
    page = signed_in(mona).post("/admin/comments/comment/?state=all", chosen)
    assert "Comments: 2" in page.text
    assert "Replies: 1" in page.text
    signed_in(mona).post("/admin/comments/comment/?state=all", chosen | {"post": "yes"})
    assert list(Comment.objects.all()) == [question]
    question.post.refresh_from_db()
    assert question.post.comment_count == 1


def test_a_comment_and_its_reply_selected_together_are_counted_once(signed_in, mona, thread):
    question, answer, _thanks, _other = thread
    chosen = {"action": "delete_selected", "_selected_action": [question.pk, answer.pk]}
    page = signed_in(mona).post("/admin/comments/comment/?state=all", chosen)
    assert "Comments: 2" in page.text
    assert "Replies: 1" in page.text


def test_permalinks_of_deleted_comments_are_gone_once_the_article_is_deleted(signed_in, edith, client, thread):
    question = thread[0]
    signed_in(edith).post(delete_page(question), {"post": "yes"})
    client.post(f"/admin/blog/post/{question.post_id}/delete/", {"post": "yes"})
    for comment in thread:
        assert client.get(f"/comments/{comment.pk}/").status_code == 410
