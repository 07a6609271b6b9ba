"""E-mails are repeated at most once, even if workers are killed, the cache is lost or mail servers fail."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.tasks import TaskResultStatus

from accounts.send_once import REMEMBERED, send_once
from comments.models import Subscription
from comments.notifications import tasks
from comments.notifications.confirmation import request_confirmation_if_needed
from tests.comments.mails import approved, confirmed, follow, recipients
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """No code runs after it, as if the process had been killed."""


class Gone:
    """A cache whose server doesn't respond."""

    def __getattr__(self, name):
        raise ConnectionError("no cache")


def send(sent, error=None):
    def sending():
        if isinstance(error, Exception):
            raise error
        sent.append("mail")
        if error:
            raise error

    return sending


def test_a_sent_email_is_never_sent_again():
    sent = []
    assert [send_once("a", attempt, send(sent)) for attempt in (1, 1, 2, 3)] == [True, False, False, False]
    assert sent == ["mail"]


def test_emails_with_different_names_are_different_emails():
    sent = []
    assert send_once("a", 1, send(sent))
    assert send_once("b", 1, send(sent))


def test_a_failed_email_is_sent_again_whenever_the_task_is_retried():
    sent = []
    for attempt in range(1, 5):
        with pytest.raises(ConnectionError):
            send_once("a", attempt, send(sent, ConnectionError("no mail server")))
    assert send_once("a", 5, send(sent))
    assert sent == ["mail"]


def test_a_worker_killed_while_sending_leads_to_one_repetition():
    sent = []
    for attempt in range(1, 6):
        try:
            send_once("a", attempt, send(sent, Killed()))
        except Killed:
            continue
    assert sent == ["mail", "mail"]


def test_without_a_cache_the_attempts_of_the_task_are_counted(monkeypatch, caplog):
    monkeypatch.setattr("accounts.send_once.cache", Gone())
    sent = []
    assert [send_once("a", attempt, send(sent)) for attempt in (1, 2, 3, 4)] == [True, True, False, False]
    assert sent == ["mail", "mail"]
    assert "didn't respond" in caplog.text


def test_a_cache_that_fails_while_sending_does_not_cause_an_error(monkeypatch):
    sent = []

    def vanish():
        sent.append("mail")
        monkeypatch.setattr("accounts.send_once.cache", Gone())

    assert send_once("a", 1, vanish)


def test_followers_get_a_comment_once_even_if_it_is_approved_twice(bob):
    post = make_post()
    follow(post, bob)
    address = confirmed("gustav@example.org")
    follow(post, address)
    comment = approved(post, name="Grete", email="grete@example.org")
    for _ in range(3):
        tasks.comment_approved.enqueue(comment.pk)
    assert recipients() == ["bob@example.org", "gustav@example.org"]


def test_no_emails_are_sent_about_a_comment_approved_again_after_months(bob):
    post = make_post()
    comment = approved(post)
    comment.decisions.update(at=comment.created_at - 2 * REMEMBERED)
    cache.clear()
    follow(post, bob)
    tasks.comment_approved.enqueue(comment.pk)
    assert mail.outbox == []


def test_an_email_to_moderators_is_sent_once(mona):
    comment = make_comment(make_post(), status="held")
    for _ in range(3):
        tasks.notify_moderators.enqueue(comment.pk)
    assert recipients() == ["mona@example.org"]


def test_one_failing_mailbox_does_not_delay_the_others(bob, alice, monkeypatch):
    post = make_post()
    follow(post, bob)
    follow(post, alice)
    real = mail.EmailMultiAlternatives.send

    def fail_for_bob(message, *args, **kwargs):
        if message.to == ["bob@example.org"]:
            raise ConnectionError("mailbox full")
        return real(message, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", fail_for_bob)
    comment = approved(post)
    assert recipients() == ["alice@example.org"]
    monkeypatch.undo()
    assert tasks.mail_follower.enqueue(comment.pk, f"user:{bob.pk}").status == TaskResultStatus.SUCCESSFUL
    assert recipients() == ["alice@example.org", "bob@example.org"]


def test_a_repeated_email_has_the_same_message_id(bob):
    post = make_post()
    follow(post, bob)
    comment = approved(post)
    cache.clear()
    tasks.mail_follower.enqueue(comment.pk, f"user:{bob.pk}")
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second == f"<followed.{comment.pk}.user.{bob.pk}@127.0.0.1>"
    assert Subscription.objects.count() == 1


def test_a_repeated_confirmation_email_has_the_same_message_id():
    address = request_confirmation_if_needed("gustav@example.org")
    cache.clear()
    tasks.send_confirmation.enqueue(address.pk)
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second
    assert first.startswith(f"<confirm.{address.pk}.")
