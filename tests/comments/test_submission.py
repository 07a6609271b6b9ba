"""``submit_comment``: what it stores, what it holds and why, and what it rejects."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import PageVersion, Post
from blog.rendering import FINGERPRINT
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.errors import CommentRejected, EmptyComment, ParentGone, TextUnacceptable, ThreadClosed, TooManyComments
from comments.models import Comment
from comments.submission import submit as submission
from comments.submission.submit import submit_comment
from tests.comments.reasons import hold_rule, reasons_with_points, rules_with_points
from tests.comments.submission import ELSEWHERE, HOME, guest, set_comment_policy, submit
from tests.factories import make_comment, make_post, make_user, moderate

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_a_guests_comment_is_held_by_default():
    comment = submit(make_post(), "  A **fair** point.\n")
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.status, hold_rule(stored), stored.score) == (Status.HELD, "first-waits", 0)
    assert (stored.name, stored.email, stored.author) == ("Gustav Guest", "gustav@example.org", None)
    assert stored.body == "A **fair** point."
    assert stored.html == "<p>A <strong>fair</strong> point.</p>"
    assert stored.render_fingerprint == FINGERPRINT
    assert stored.network == HOME


def test_a_members_comment_is_held_too_and_belongs_to_the_account(bob):
    comment = submit(make_post(), writer=CommentAuthor(bob))
    assert (comment.status, comment.author, comment.name, comment.email) == (Status.HELD, bob, "Bob Reader", "")


def test_a_published_comment_invalidates_cached_pages_and_a_held_one_does_not():
    post = make_post()
    versions = list(PageVersion.objects.order_by("tag").values_list())
    submit(post)
    assert list(PageVersion.objects.order_by("tag").values_list()) == versions
    set_comment_policy("suspicious")
    submit(post, "Another one.")
    assert list(PageVersion.objects.order_by("tag").values_list()) != versions
    post.refresh_from_db()
    assert post.comment_count == 1


def test_an_inconspicuous_comment_is_published_under_the_open_policy():
    set_comment_policy("suspicious")
    assert submit(make_post()).status == Status.APPROVED


@pytest.mark.parametrize(
    ("text", "context", "reason"),
    [
        ("Fine.", {"honeypot": "x"}, "trap"),
        ("Fine.", {"seconds": 1.0}, "too-fast"),
        ("https://a.example", {}, "only-link"),
    ],
)
def test_a_suspicious_comment_is_held_with_its_reasons_under_any_policy(text, context, reason):
    set_comment_policy("suspicious")
    comment = submit(make_post(), text, **context)
    assert comment.status == Status.HELD
    assert reason in rules_with_points(comment)
    assert comment.score > 0


def test_the_same_text_from_the_same_network_is_held():
    set_comment_policy("suspicious")
    post, other = make_post(), make_post()
    assert submit(post, "Nice post!").status == Status.APPROVED
    other_hand = submit(other, "Nice post!", guest("Other"))
    assert reasons_with_points(other_hand) == [{"rule": "repeated", "points": 2, "detail": ""}]
    assert rules_with_points(submit(other, "Nice post!", guest("Third"), network=ELSEWHERE)) == []


def test_authors_of_the_article_and_moderators_need_no_approval(alice, mona):
    post = make_post(author=alice)
    assert submit(post, "Thanks!", CommentAuthor(alice)).status == Status.APPROVED
    assert submit(post, "Be kind.", CommentAuthor(mona)).status == Status.APPROVED
    post.refresh_from_db()
    assert post.comment_count == 2


def test_an_author_of_another_article_needs_approval_like_everyone(alice):
    assert submit(make_post(), writer=CommentAuthor(alice)).status == Status.HELD


@pytest.mark.parametrize("policy_is_open", [True, False])
def test_a_repeated_submission_is_stored_once(policy_is_open):
    if policy_is_open:
        set_comment_policy("suspicious")
    post, submission_id = make_post(), uuid4()
    first, second = (submit(post, submission_id=submission_id) for _ in range(2))
    assert first == second
    assert Comment.objects.count() == 1


def test_one_of_two_simultaneous_submissions_is_stored(monkeypatch):
    """Both have found no stored comment; the slower one violates the unique constraint."""
    post = make_post()
    first = submit(post)
    look, answers = submission.stored_before, [None]
    monkeypatch.setattr(submission, "stored_before", lambda *args: answers.pop() if answers else look(*args))
    assert submit(post) == first
    assert answers == []
    assert Comment.objects.count() == 1


def test_a_double_click_is_stored_once_even_across_a_period_boundary():
    post = make_post()
    cut = timezone.now().replace(minute=10, second=0, microsecond=0)
    post.publish(at=cut - timedelta(days=1))
    first = submit(post, now=cut - timedelta(milliseconds=100))
    assert submit(post, now=cut + timedelta(milliseconds=100)) == first


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Another point."},
        {"writer": guest("Gina", "gina@example.org")},
        {"network": ELSEWHERE},
    ],
)
def test_a_different_text_or_author_is_a_different_comment(other):
    post = make_post()
    assert submit(post) != submit(post, **other)


def test_the_submission_id_of_another_comment_gives_no_access_to_it():
    post, submission_id = make_post(), uuid4()
    submit(post, submission_id=submission_id)
    stranger = SubmissionContext(network=ELSEWHERE, seconds=30.0, submission_id=submission_id)
    with pytest.raises(CommentRejected, match="could not be saved"):
        submit_comment(post, guest("Mallory"), "Show me.", stranger)
    assert Comment.objects.count() == 1


def test_replies_are_nested_up_to_three_levels():
    post = make_post()
    root = make_comment(post)
    child = submit(post, "one", parent=root)
    moderate(child, "approved")
    grandchild = submit(post, "two", parent=child)
    moderate(grandchild, "approved")
    deeper = submit(post, "three", parent=grandchild)
    assert [comment.depth for comment in (root, child, grandchild, deeper)] == [0, 1, 2, 2]
    assert deeper.parent == grandchild
    assert {comment.root for comment in (child, grandchild, deeper)} == {root}


@pytest.mark.parametrize("status", [Status.HELD, Status.SPAM, Status.REMOVED])
def test_only_an_approved_comment_can_be_replied_to(status):
    post = make_post()
    with pytest.raises(ParentGone):
        submit(post, parent=make_comment(post, status=status))


def test_a_comment_on_another_article_cannot_be_replied_to():
    with pytest.raises(ParentGone):
        submit(make_post(), parent=make_comment(make_post()))


def test_a_closed_thread_accepts_no_comments():
    with pytest.raises(ThreadClosed):
        submit(make_post(comments_open=False))


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.ARCHIVED])
def test_an_unreadable_article_accepts_no_comments(status):
    with pytest.raises(ThreadClosed):
        submit(make_post(status=status))


@pytest.mark.parametrize("text", ["x" * 4_001, "[" * 301])
def test_a_text_that_would_be_slow_to_parse_is_rejected(text):
    with pytest.raises(TextUnacceptable):
        submit(make_post(), text)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n", "[a]: https://a.example", "\u200b\u2060"])
def test_a_text_that_renders_to_nothing_is_rejected(text):
    with pytest.raises(EmptyComment):
        submit(make_post(), text)


@pytest.mark.parametrize("text", ["👍", "はい", "؟", "!"])
def test_one_visible_character_is_enough(text):
    assert submit(make_post(), text).body == text


def test_an_account_can_send_five_comments_in_ten_minutes(bob):
    post, start = make_post(), timezone.now()
    for number in range(5):
        submit(post, f"Number {number}", CommentAuthor(bob), now=start + timedelta(minutes=number))
    with pytest.raises(TooManyComments, match="in 5 minutes"):
        submit(post, "Number six", CommentAuthor(bob), now=start + timedelta(minutes=5))
    assert submit(post, "Number six", CommentAuthor(bob), now=start + timedelta(minutes=10)).pk


def test_an_account_can_send_thirty_comments_a_day(bob):
    post, start = make_post(), timezone.now()
    for number in range(30):
        submit(post, f"Number {number}", CommentAuthor(bob), now=start + timedelta(minutes=20 * number))
    with pytest.raises(TooManyComments, match="hours"):
        submit(post, "One more", CommentAuthor(bob), now=start + timedelta(hours=11))
    assert submit(post, "One more", CommentAuthor(bob), now=start + timedelta(hours=25)).pk


def test_guests_in_a_network_share_a_limit():
    post = make_post()
    for number in range(10):
        submit(post, f"Number {number}", guest(f"Guest {number}"))
    with pytest.raises(TooManyComments):
        submit(post, "Number eleven", guest("Guest eleven"))
    assert submit(post, "From elsewhere", network=ELSEWHERE).pk
    assert submit(post, "From a member", CommentAuthor(make_user())).pk


def test_a_double_click_on_the_last_allowed_comment_is_not_rejected(bob):
    post = make_post()
    last = [submit(post, f"Number {number}", CommentAuthor(bob)) for number in range(5)][-1]
    assert submit(post, "Number 4", CommentAuthor(bob)) == last


def test_authors_and_moderators_have_no_limit(alice):
    post = make_post(author=alice)
    for number in range(12):
        submit(post, f"Thanks, {number}", CommentAuthor(alice))
    assert Comment.objects.approved().count() == 12


def test_the_queries_of_a_submission_do_not_grow_with_the_thread():
    post = make_post()
    with CaptureQueriesContext(connection) as short:
        submit(post, "First")
    for number in range(60):
        make_comment(post, f"Filler {number}", network=ELSEWHERE)
    with CaptureQueriesContext(connection) as long:
        submit(post, "Second")
    assert len(long) == len(short)
