"""Mails survive a killed worker: the next one sends them, and no mail is sent more than twice."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Subscription
from comments.notifications import tasks
from config.runtime.task_recovery import MAX_ATTEMPTS, new_worker_id, recover
from config.runtime.worker import new_worker, work_once
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queue(settings, monkeypatch):
    # The worker would close the connection, and with it the transaction of this test.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker():
    return new_worker()


@pytest.fixture
def mail_task(bob):
    """The task that sends bob a mail about a comment."""
    post = make_post()
    Subscription.objects.create(post=post, user=bob, kind="thread")
    tasks.mail_follower.enqueue(make_comment(post).pk, f"user:{bob.pk}")
    return DBTaskResult.objects.filter(task_path="comments.notifications.tasks.mail_follower")


@pytest.fixture(scope="module")
def dead():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{new_worker_id().split(':')[0]}:{process.pid}:0000"


def kill(rows, dead):
    """Leave the task as a killed worker does."""
    owners = rows.get().worker_ids[:-1]
    rows.update(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=[*owners, dead])


def next_worker(worker):
    recover(worker.worker_id, timezone.now())
    work_once(worker)


def test_a_mail_is_not_sent_again_if_the_worker_was_killed_after_sending(worker, mail_task, dead):
    work_once(worker)
    assert len(mail.outbox) == 1
    kill(mail_task, dead)
    next_worker(worker)
    assert mail_task.get().status == TaskResultStatus.SUCCESSFUL
    assert len(mail.outbox) == 1


def test_a_mail_is_sent_by_the_next_worker_if_the_first_was_killed_before_sending(worker, mail_task, dead):
    mail_task.update(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=[dead])
    next_worker(worker)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("cache_is_lost", [False, True])
def test_a_mail_is_sent_at_most_twice_however_often_workers_are_killed(
    worker, mail_task, dead, monkeypatch, cache_is_lost
):
    for _ in range(MAX_ATTEMPTS):
        if cache_is_lost:
            monkeypatch.setattr("accounts.send_once.cache", None)
        # The code that records that the mail was sent is never reached.
        with monkeypatch.context() as patch:
            patch.setattr("accounts.send_once.remember_starts", lambda key, starts: None)
            work_once(worker)
        kill(mail_task, dead)
        recover(worker.worker_id, timezone.now())
    assert len(mail.outbox) == 2


def test_a_task_that_is_run_again_enqueues_no_second_mail(worker, mail_task, dead):
    comment_id = mail_task.get().args_kwargs["args"][0]
    work_once(worker)
    for _ in range(2):
        tasks.comment_approved.enqueue(comment_id)
        work_once(worker)
    work_once(worker)
    assert len(mail.outbox) == 1


def test_the_mail_is_sent_once_the_mail_server_is_back(worker, mail_task, monkeypatch):
    real = mail.EmailMultiAlternatives.send

    def down(message, *args, **kwargs):
        raise ConnectionError("no mail server")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", down)
    work_once(worker)
    assert mail_task.get().status == TaskResultStatus.FAILED
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", real)
    recover(worker.worker_id, timezone.now() + timedelta(minutes=1))
    work_once(worker)
    assert len(mail.outbox) == 1


def test_a_restored_backup_sends_no_discarded_mails(worker, mail_task):
    make_post(related=True)  # leaves a task that sends no mail
    others = DBTaskResult.objects.filter(task_path__startswith="blog.").count()
    call_command("discard_queued_mails", stdout=StringIO())
    next_worker(worker)
    assert mail.outbox == []
    assert DBTaskResult.objects.filter(task_path__startswith="blog.").count() == others > 0


def test_a_mail_that_failed_before_the_backup_is_discarded_too(worker, mail_task, monkeypatch):
    def down(message, *args, **kwargs):
        raise ConnectionError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMultiAlternatives, "send", down)
        work_once(worker)
    call_command("discard_queued_mails", stdout=StringIO())
    recover(worker.worker_id, timezone.now() + timedelta(minutes=1))
    work_once(worker)
    assert mail.outbox == []
