"""Every held comment has the reason why it is held, in the queue and in the e-mail."""

import pytest
from django.core import mail

from blog.models import BlogSettings, CommentPolicy
from comments.commenters.author import CommentAuthor
from comments.models import CommenterRule
from comments.spam.evaluation import evaluate
from comments.spam.reasons import describe_reasons
from tests.comments.reasons import hold_rule
from tests.comments.submission import submit
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(db):
    BlogSettings.objects.get_or_create(pk=1)


@pytest.mark.parametrize(
    ("policy", "text", "reason"),
    [
        (CommentPolicy.HOLD_ALL, "A fair point.", "all-wait"),
        (CommentPolicy.HOLD_FIRST, "A fair point.", "first-waits"),
        (CommentPolicy.HOLD_SUSPICIOUS, "https://pills.example.com", "suspicious"),
    ],
)
def test_the_policy_gives_the_reason(policy, text, reason):
    comment = submit(make_post(comment_policy=policy), text)
    assert (comment.status, hold_rule(comment)) == ("held", reason)


def test_a_commenter_rule_gives_the_reason(bob):
    CommenterRule.objects.create(of="account", value=str(bob.pk), verdict="held", reason="Heated")
    comment = submit(
        make_post(comment_policy=CommentPolicy.PUBLISH), "A fair point.", CommentAuthor(bob, bob.display_name, "")
    )
    assert (comment.status, hold_rule(comment)) == ("held", "person-held")


def test_a_published_comment_has_no_reason_for_holding_it():
    assert submit(make_post(comment_policy=CommentPolicy.PUBLISH), "A fair point.").reasons == []


def test_the_queue_and_the_email_show_the_reason(signed_in, mona):
    comment = submit(make_post(), "A fair point.")
    [words] = describe_reasons(comment.reasons)
    assert words == "first comment by a new commenter"
    assert words in signed_in(mona).get("/admin/comments/comment/").text
    assert any(words in message.body for message in mail.outbox)


def test_the_filter_report_leaves_out_the_reason(mona):
    make_comment(make_post(), status="spam", decided_by=mona, reasons=[{"rule": "all-wait", "points": 0, "detail": ""}])
    assert [figures.name for figures in evaluate().rules] == []
