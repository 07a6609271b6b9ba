import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from comments.models import Comment
from config.runtime import worker as command
from config.runtime.schedule import enqueue_rerender
from tests.factories import make_comment, make_post


class Rounds:
    """A worker that stops after the given number of rounds."""

    worker_id = "here:1:0000"

    def __init__(self, rounds):
        self.rounds = rounds

    @property
    def running(self):
        self.rounds -= 1
        return self.rounds >= 0


@pytest.fixture
def pauses(monkeypatch):
    pauses = []
    monkeypatch.setattr(command.time, "sleep", pauses.append)
    monkeypatch.setattr(command, "recover", lambda worker_id, now: None)
    monkeypatch.setattr(command, "enqueue_due", lambda now: 0)
    monkeypatch.setattr(command, "enqueue_rerender", lambda: False)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    monkeypatch.setattr(command.connection, "close", lambda: None)
    return pauses


def test_the_worker_waits_longer_each_time_for_a_locked_database(monkeypatch, pauses, caplog):
    def locked(worker):
        raise OperationalError("database is locked")

    monkeypatch.setattr(command, "work_once", locked)
    command.work(Rounds(7))
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    assert "database is locked" in caplog.text


def test_the_wait_is_short_again_when_the_database_is_back(monkeypatch, pauses):
    answers = iter([OperationalError("locked"), OperationalError("locked"), None, None])

    def work_once(worker):
        if error := next(answers):
            raise error

    monkeypatch.setattr(command, "work_once", work_once)
    command.work(Rounds(4))
    assert pauses == [2, 4, 1, 1]


@pytest.fixture
def old_html(settings, monkeypatch):
    """A comment with HTML of an older version, and a database queue."""
    # The worker would close the connection, and with it the transaction of this test.
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    monkeypatch.setattr(command.time, "sleep", lambda seconds: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    comment = make_comment(make_post(), "A *fair* point.")
    Comment.objects.filter(pk=comment.pk).update(html="<p>old</p>", render_fingerprint="older version")
    return comment


class Turns(Rounds):
    """The real worker, for the given number of rounds."""

    def __init__(self, rounds):
        super().__init__(rounds)
        self.worker = command.new_worker()
        self.worker_id = self.worker.worker_id

    def run(self):
        self.worker.run()


@pytest.mark.django_db
def test_a_worker_renders_outdated_html_again(old_html):
    command.work(Turns(2))
    old_html.refresh_from_db()
    assert "<em>fair</em>" in old_html.html


@pytest.mark.django_db
def test_the_rendering_task_is_enqueued_once(old_html):
    assert enqueue_rerender() is True
    assert enqueue_rerender() is False
    assert DBTaskResult.objects.filter(task_path="config.tasks.rerender").count() == 1


@pytest.mark.django_db
def test_no_rendering_task_is_enqueued_if_all_html_is_current(old_html):
    Comment.objects.all().delete()
    assert enqueue_rerender() is False
