"""What several people do to comments in the same moment. On PostgreSQL they meet at locks, on SQLite in one queue."""

from contextlib import suppress
from functools import partial
from time import sleep

import pytest
from django.db import transaction
from django.test import Client

from blog.models import Post
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.errors import ParentGone
from comments.models import Comment, Decision, Like
from comments.moderation.decide import decide, undo
from comments.reactions.likes import like, unlike
from comments.submission.submit import submit_comment
from tests.comments.posting import GUEST, form_of, later
from tests.factories import make_comment, make_post, make_user
from tests.races import at_once

pytestmark = pytest.mark.usefixtures("on_file")
ROUNDS = 14
HOME = "192.0.2.0/24"
Status, Via = Comment.Status, Decision.Via


def choose(comments, status, by, via=Via.QUEUE):
    return decide(Comment.objects.filter(pk__in=[comment.pk for comment in comments]), status, by=by, via=via)


def test_taking_back_a_mixed_batch_never_hinders_another_decision():
    """The undo of a batch with two former states locked words between its comments, and other decisions after them."""
    post, mona, edith = make_post(), make_user(groups=["Moderator"]), make_user(groups=["Moderator"])

    def approve_later(comment, steps):
        sleep(0.01 + 0.008 * steps)
        choose([comment], Status.APPROVED, edith)

    for number in range(ROUNDS):
        words = f"Some words about kettles, number {number}"
        public = [make_comment(post, f"{words}, public {place}") for place in range(5)]
        waiting = [make_comment(post, f"{words}, waiting {place}", status="held") for place in range(5)]
        choose([*waiting, *public], Status.SPAM, mona)
        at_once(
            partial(undo, mona), *(partial(approve_later, comment, number) for number, comment in enumerate(public))
        )
        assert {comment.status for comment in Comment.objects.filter(pk__in=[c.pk for c in public])} == {"approved"}
    post.refresh_from_db()
    assert post.comment_count == Comment.objects.approved().count()


def test_likes_that_come_and_go_in_one_moment_are_counted_right():
    comment = make_comment(make_post())
    for _round in range(ROUNDS):
        at_once(
            *(partial(like, comment, f"guest:{reader}", HOME) for reader in range(4)),
            *(partial(unlike, comment, f"guest:{reader}") for reader in range(4)),
        )
        at_once(*(partial(unlike, comment, f"guest:{reader}") for reader in range(4)))
        assert Comment.objects.get().likes_count == Like.objects.count() == 0


def test_clicks_of_one_reader_in_one_moment_are_one_like():
    comment = make_comment(make_post())
    at_once(*[partial(like, comment, "guest:x", HOME)] * 6)
    assert Comment.objects.get().likes_count == Like.objects.count() == 1


def delete(post):
    with transaction.atomic():
        list(Post.objects.filter(pk=post.pk).select_for_update())
        post.delete()


def test_a_comment_on_an_article_that_is_being_deleted_is_given_back(client):
    for number in range(ROUNDS):
        post = make_post(f"Round {number}")
        data = form_of(client, post) | GUEST | {"body": "My words about it."}
        with later(30):
            answer, _deleted = at_once(
                partial(Client().post, f"{post.get_absolute_url()}comments/", data), partial(delete, post)
            )
        assert answer.status_code in {303, 404}
        if answer.status_code == 404:
            assert "My words about it." in answer.text
            assert "was removed while you were writing" in answer.text
        assert not Comment.objects.exists()


def test_an_article_that_goes_after_it_was_looked_up_gives_the_words_back(client, monkeypatch):
    """The race above at its narrowest."""
    post = make_post()
    data = form_of(client, post) | GUEST | {"body": "My words about it."}

    def submit_too_late(*args):
        delete(Post.objects.get(pk=post.pk))
        return submit_comment(*args)

    monkeypatch.setattr("comments.views.submission.submit_comment", submit_too_late)
    with later(30):
        answer = client.post(f"{post.get_absolute_url()}comments/", data)
    assert answer.status_code == 404
    assert "My words about it." in answer.text
    assert not Comment.objects.exists()


def test_an_answer_and_a_decision_about_what_it_answers_never_hinder_each_other(alice):
    post = make_post(author=alice)
    mona, edith = make_user(groups=["Moderator"]), make_user(groups=["Moderator"])

    def answer(parent):
        with suppress(ParentGone):
            submit_comment(post, CommentAuthor(alice), f"Answer to {parent.pk}", SubmissionContext(HOME, parent=parent))

    for number in range(ROUNDS):
        parent = make_comment(post, f"A question about kettles, number {number}")
        at_once(
            partial(answer, parent),
            partial(choose, [parent], Status.SPAM, mona),
            partial(choose, [parent], Status.REMOVED, edith),
        )
    post.refresh_from_db()
    assert post.comment_count == Comment.objects.approved().count()
