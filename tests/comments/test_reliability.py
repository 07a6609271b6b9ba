"""No comment that was answered with success is lost, none is stored twice, no mail is sent twice beyond one retry.

On SQLite these tests need a file: threads do not share the database in memory as processes share a file.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from comments.errors import CommentRejected
from comments.models import Comment, Decision, TokenCount
from comments.moderation.decide import decide
from comments.notifications import moderators, tasks
from comments.spam.bayes import EVERY_COMMENT
from tests.comments.posting import GUEST, form_of, later
from tests.comments.submission import guest, submit
from tests.factories import make_comment, make_post, make_user

AT_ONCE = 8
LOCKED_FOR = 1.0


def all_at_once(act, arguments):
    """Each in a thread and on a connection of its own, started together."""
    start = Barrier(len(arguments))

    def run(argument):
        try:
            start.wait(10)
            return act(argument)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(run, arguments))


def test_comments_that_come_at_once_are_all_stored(on_file):
    post = make_post()
    stored = all_at_once(lambda number: submit(post, f"Number {number}", guest(f"Guest {number}")).pk, range(AT_ONCE))
    assert len(set(stored)) == AT_ONCE
    assert set(Comment.objects.values_list("pk", flat=True)) == set(stored)
    assert Decision.objects.count() == AT_ONCE


def test_clicks_at_once_are_stored_once_and_all_answered_with_it(on_file):
    post = make_post()
    stored = all_at_once(lambda _number: submit(post, "Clicked often.").pk, range(AT_ONCE))
    assert len(set(stored)) == 1
    assert Comment.objects.count() == Decision.objects.count() == 1


def test_published_at_once_the_count_is_right(on_file):
    post = make_post(comment_policy="publish")
    all_at_once(lambda number: submit(post, f"Number {number}", guest(f"Guest {number}")), range(AT_ONCE))
    post.refresh_from_db()
    assert post.comment_count == Comment.objects.approved().count() == AT_ONCE


def test_of_two_moderators_at_once_one_decides(on_file):
    people = [make_user(groups=["Moderator"]) for _ in range(4)]
    comment = make_comment(make_post(), status="held")
    one = Comment.objects.filter(pk=comment.pk)
    changed = all_at_once(
        lambda person: decide(one, Comment.Status.APPROVED, by=person, via=Decision.Via.QUEUE), people
    )
    assert sorted(changed) == [0, 0, 0, 1]
    assert Decision.objects.count() == 1


def test_decisions_at_once_are_learned_once_each_also_when_all_is_learned_anew(on_file, mona):
    post = make_post()
    comments = [make_comment(post, f"cheap pills {number}", status="held") for number in range(2 * AT_ONCE)]

    def mark(comment):
        decide(Comment.objects.filter(pk=comment.pk), Comment.Status.SPAM, by=mona, via=Decision.Via.QUEUE)

    for comment in comments[:AT_ONCE]:
        mark(comment)
    TokenCount.objects.filter(token=EVERY_COMMENT).update(token="comments:0")
    all_at_once(mark, comments[AT_ONCE:])
    counted = TokenCount.objects.filter(token__in=[EVERY_COMMENT, "cheap"]).values_list("spam", flat=True)
    assert list(counted) == [2 * AT_ONCE] * 2


class Killed(BaseException):
    """What a worker that is shot leaves behind: nothing runs after it."""


def test_a_worker_killed_in_the_middle_of_a_mail_sends_at_most_one_more(mona, monkeypatch):
    comment = make_comment(make_post(), status="held")
    send = EmailMultiAlternatives.send

    def send_and_die(message, *args, **kwargs):
        send(message, *args, **kwargs)
        raise Killed

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_die)
    for attempt in range(1, 6):
        try:
            moderators.mail_moderator(comment.pk, mona.pk, attempt)
        except Killed:
            continue
    assert len(mail.outbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_a_task_that_runs_again_sends_nothing_again(mona):
    comment = make_comment(make_post(), status="held")
    for _again in range(3):
        tasks.notify_moderators.enqueue(comment.pk)
    assert len(mail.outbox) == 1


def hold_lock(seconds, taken):
    """Write for a while on a connection of its own. SQLite locks the whole database, PostgreSQL the table we say."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE comments_comment IN EXCLUSIVE MODE")
        taken.set()
        Event().wait(seconds)
    connection.close()


@pytest.fixture
def lock(on_file):
    started = []

    def lock(seconds):
        taken = Event()
        started.append(Thread(target=hold_lock, args=(seconds, taken)))
        started[-1].start()
        assert taken.wait(10)

    yield lock
    for thread in started:
        thread.join()
    connection.close()  # with its short patience


def have_little_patience():
    short = {"sqlite": "PRAGMA busy_timeout = 100", "postgresql": "SET lock_timeout = '100ms'"}
    with connection.cursor() as cursor:
        cursor.execute(short[connection.vendor])


def test_a_locked_database_is_waited_for(lock):
    post = make_post()
    lock(LOCKED_FOR)
    comment = submit(post)
    assert Comment.objects.get() == comment


def test_a_database_that_stays_locked_gives_the_words_back(lock):
    post, visitor = make_post(), Client()
    fields = form_of(visitor, post) | GUEST | {"body": "Many words of mine."}
    have_little_patience()
    lock(LOCKED_FOR)
    with later(30):
        answer = visitor.post(f"{post.get_absolute_url()}comments/", fields)
    assert answer.status_code == 422
    assert "Many words of mine." in answer.content.decode()
    assert "Your text is still here" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_database_that_goes_away_is_a_refusal_that_keeps_the_words(monkeypatch):
    def gone(*args):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("comments.submission.submit.stored_before", gone)
    with pytest.raises(CommentRejected, match="Your text is still here"):
        submit(make_post())


@pytest.mark.django_db
def test_a_lost_connection_is_not_waited_for_twice(monkeypatch):
    def lose_connection(*args):
        raise OperationalError("couldn't get a connection after 0.80 sec")

    post, visitor = make_post(), Client(raise_request_exception=False)
    fields = form_of(visitor, post) | GUEST | {"body": "Many words of mine."}
    monkeypatch.setattr("comments.submission.submit.stored_before", lose_connection)
    monkeypatch.setattr("comments.submission.submit.connection", Mock(connection=None))
    answer = visitor.post(f"{post.get_absolute_url()}comments/", fields)
    assert answer.status_code == 503
    assert "Many words of mine." in answer.content.decode()


@pytest.mark.django_db
def test_a_cache_that_is_gone_loses_no_comment(mona, settings):
    post, visitor = make_post(), Client()
    fields = form_of(visitor, post) | GUEST | {"body": "No cache needed."}
    settings.CACHES = {name: {"BACKEND": "tests.comments.broken_cache.BrokenCache"} for name in ("default", "pages")}
    with later(30):
        answer = visitor.post(f"{post.get_absolute_url()}comments/", fields)
    assert answer.status_code == 303
    assert Comment.objects.get().body == "No cache needed."
    assert len(mail.outbox) == 1
