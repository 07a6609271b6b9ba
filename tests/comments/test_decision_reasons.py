"""A decision can have a reason, which is logged and shown to the author of the comment."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from comments.models import Decision
from comments.moderation.decide import REASON_LENGTH
from comments.notifications.links import decision_link, last_decision
from comments.submission.my_comments import status_path
from tests.comments.deciding import QUEUE, button
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db
WHY = "It is about <coffee>,\n  not tea."
KEPT = "It is about <coffee>, not tea."
READ = "Reason: It is about &lt;coffee&gt;, not tea."


@pytest.fixture
def comment(mona):
    return make_comment(make_post("Tea"), "Coffee!", status="held")


def status_of(comment):
    return Client().get(status_path(comment)).content.decode()


def test_a_decision_in_the_queue_can_have_a_reason(moderator, mona, comment):
    other = make_comment(comment.post, status="held")
    assert read(moderator.get(QUEUE)).one(f"[name=why-{comment.pk}]")
    fields = {"remove": "1", f"why-{comment.pk}": WHY, f"why-{other.pk}": "Of another row"}
    moderator.post(button(comment), fields)
    decision = Decision.objects.get(comment=comment)
    assert (decision.by, decision.after, decision.why) == (mona, "removed", KEPT)
    assert READ in status_of(comment)
    assert "Mona" not in status_of(comment)


def test_a_decision_on_the_page_of_a_comment_can_have_a_reason(moderator, comment):
    assert read(moderator.get(f"{QUEUE}{comment.pk}/change/")).one(f"[name=why-{comment.pk}]")


def test_a_decision_through_an_email_can_have_a_reason(client, mona, comment):
    path = urlsplit(decision_link("spam", comment, mona.pk, last_decision(comment))).path
    assert read(client.get(path)).field("Reason (optional, visible to the commenter)")["name"] == "why"
    client.post(path, {"why": WHY})
    assert Decision.objects.get(comment=comment).why == KEPT
    assert READ in status_of(comment)


def test_a_reason_is_optional(moderator, comment):
    moderator.post(button(comment), {"spam": "1"})
    assert Decision.objects.get(comment=comment).why == ""
    assert "Reason:" not in status_of(comment)


def test_a_long_reason_is_truncated(moderator, comment):
    moderator.post(button(comment), {"spam": "1", f"why-{comment.pk}": "x" * 5_000})
    assert len(Decision.objects.get(comment=comment).why) == REASON_LENGTH
