"""Mails sent by the worker over SMTP arrive unchanged, are retried, and are sent at most twice."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Subscription
from comments.notifications import tasks
from config.env.backing_services import mailer
from config.env.variables import Env
from config.runtime.task_recovery import MAX_ATTEMPTS, RETRY_DELAYS, recover
from config.runtime.worker import new_worker, work_once
from tests.config.processes import free_port
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


class Server:
    """An SMTP server with a list of responses; None accepts the mail and drops the connection."""

    def __init__(self):
        self.responses, self.tried, self.taken = [], 0, []

    async def handle_DATA(self, server, session, envelope):
        self.tried += 1
        response = self.responses.pop(0) if self.responses else "250 OK"
        if response is None or response.startswith("2"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if response is None:
            server.transport.abort()
            return "250 unheard"
        return response


@pytest.fixture
def server(settings, monkeypatch):
    # The worker would close the connection, and with it the transaction of this test.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    server, port = Server(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {"default": mailer(Env({"MAIL_URL": f"smtp://127.0.0.1:{port}"}), "MAIL_URL")}
    yield server
    controller.stop()


@pytest.fixture
def queued(bob):
    """The task that sends bob a mail about a comment."""
    post = make_post("Winter lamp")
    Subscription.objects.create(post=post, user=bob, kind="thread")
    tasks.mail_follower.enqueue(make_comment(post, "A *fair* point.").pk, f"user:{bob.pk}")
    return DBTaskResult.objects.filter(task_path="comments.notifications.tasks.mail_follower")


def work_for_hours():
    """Make all attempts, each one after its delay."""
    worker, later = new_worker(), timezone.now()
    for _attempt in range(MAX_ATTEMPTS):
        work_once(worker)
        later += max(RETRY_DELAYS)
        DBTaskResult.objects.failed().update(finished_at=later - max(RETRY_DELAYS))
        recover(worker.worker_id, later)


def test_a_mail_arrives_unchanged(server, queued, bob):
    work_once(new_worker())
    assert queued.get().status == TaskResultStatus.SUCCESSFUL
    [mail] = server.taken
    assert mail["To"] == bob.email
    assert mail["Message-ID"]
    assert mail["List-Unsubscribe"].startswith("<http")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    assert "fair" in mail.get_body(("plain",)).get_content()
    assert "point" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("refusals", [1, MAX_ATTEMPTS - 1])
def test_a_temporarily_rejected_mail_is_sent_again_and_arrives_once(server, queued, refusals):
    server.responses = ["451 Try again later"] * refusals
    work_for_hours()
    assert server.tried == refusals + 1
    assert len(server.taken) == 1
    assert queued.get().status == TaskResultStatus.SUCCESSFUL


def test_a_connection_lost_after_data_means_a_second_mail_with_the_same_message_id(server, queued):
    server.responses = [None]
    work_for_hours()
    assert queued.get().status == TaskResultStatus.SUCCESSFUL
    assert len(server.taken) == 2
    assert len({mail["Message-ID"] for mail in server.taken}) == 1


def test_a_mail_is_sent_at_most_twice_however_often_the_connection_is_lost(server, queued):
    server.responses = [None] * 10
    work_for_hours()
    assert len(server.taken) == 2
    assert len({mail["Message-ID"] for mail in server.taken}) == 1


def test_a_mail_is_sent_once_an_unavailable_server_is_back(server, queued, settings):
    here = settings.MAILERS
    settings.MAILERS = {"default": mailer(Env({"MAIL_URL": "smtp://127.0.0.1:1"}), "MAIL_URL")}
    work_once(new_worker())
    assert queued.get().status == TaskResultStatus.FAILED
    settings.MAILERS = here
    recover(new_worker().worker_id, timezone.now() + timedelta(minutes=1))
    work_once(new_worker())
    assert len(server.taken) == 1
