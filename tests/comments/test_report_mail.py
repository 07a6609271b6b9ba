"""E-mails to moderators about reports: immediately or in the digest, each once, with links that decide."""

import pytest
from django.core import mail
from django.test import Client

from comments.models import Comment, CommentSettings, Decision, Report
from comments.notifications import tasks
from tests.comments.deciding import status_of
from tests.comments.mails import link
from tests.comments.reporting import report, report_from
from tests.factories import make_comment, moderate

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_an_email_about_a_report_has_links_that_decide(comment, mona):
    report(Client(), comment)
    keep = link(mail.outbox[0], "/approve/confirm/")
    client = Client()
    assert "Keep it published?" in client.get(keep).text
    assert "Done" in client.post(keep).text
    assert status_of(comment) == Status.APPROVED
    assert not Report.objects.unresolved().exists()
    report_from(7, comment, reason="private")
    assert client.post(link(mail.outbox[1], "/remove/confirm/")).status_code == 200
    assert status_of(comment) == Status.REMOVED


def test_with_digests_a_report_is_in_the_next_digest(client, comment, mona):
    CommentSettings(pk=1, mails="digest").save()
    tasks.send_digests.enqueue()
    report(client, comment, text="Look at this")
    assert mail.outbox == []
    tasks.send_digests.enqueue()
    [message] = mail.outbox
    assert message.subject == "1 comment to review"
    assert "It is still public." in message.body
    assert "Look at this" in message.body
    assert "Look at this" in message.alternatives[0].content


def test_reports_come_first_in_a_digest_of_a_long_queue(client, comment, mona, monkeypatch):
    CommentSettings(pk=1, mails="digest").save()
    monkeypatch.setattr("comments.notifications.moderators.MAX_IN_DIGEST", 2)
    for number in range(3):
        make_comment(comment.post, f"Held {number}", status="held")
    report(client, comment)
    tasks.send_digests.enqueue()
    assert "A fair point." in mail.outbox[0].body
    assert "And 2 more comments." in mail.outbox[0].body


def test_each_report_is_sent_once_up_to_a_limit(comment, mona):
    report(Client(), comment)
    tasks.notify_moderators.enqueue(comment.pk)
    assert len(mail.outbox) == 1
    mail.outbox.clear()
    staff = make_comment(comment.post, author=mona)
    for number in range(20, 33):
        report_from(number, staff)
    assert len(mail.outbox) == 10


def test_a_reported_comment_deleted_by_its_author_needs_no_decision(client, comment, mona):
    report(client, comment)
    moderate(comment, "removed", via=Decision.Via.WRITER)
    mail.outbox.clear()
    assert tasks.notify_moderators.enqueue(comment.pk)
    assert mail.outbox == []
