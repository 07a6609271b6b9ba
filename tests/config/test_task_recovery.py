import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.runtime.task_recovery import MAX_ATTEMPTS, MAX_RUNTIME, RETRY_DELAYS, new_worker_id, recover
from config.runtime.worker import new_worker, work_once
from tests.config import tasks

pytestmark = pytest.mark.django_db

HERE = new_worker_id().split(":")[0]


@pytest.fixture(autouse=True)
def _queue(settings, monkeypatch):
    # The worker would close the connection, and with it the transaction of this test.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    tasks.done.clear()


@pytest.fixture
def worker():
    return new_worker()


def the_task():
    return DBTaskResult.objects.get()


def left_running_by(owner, minutes=0, attempts=1):
    tasks.note.enqueue("left")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=[owner] * attempts,
    )


def a_dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_task_is_run_once(worker):
    tasks.note.enqueue("hello")
    work_once(worker)
    work_once(worker)
    assert tasks.done == ["hello"]
    assert the_task().status == TaskResultStatus.SUCCESSFUL


def test_a_failed_task_is_retried_after_its_delay(worker):
    tasks.fail.enqueue("mail")
    work_once(worker)
    now = timezone.now()
    recover(worker.worker_id, now + RETRY_DELAYS[0] - timedelta(seconds=1))
    work_once(worker)
    assert tasks.done == ["mail"]
    recover(worker.worker_id, now + RETRY_DELAYS[0])
    work_once(worker)
    assert tasks.done == ["mail", "mail"]


def test_a_task_that_always_fails_stays_failed(worker):
    tasks.fail.enqueue("mail")
    for _ in range(MAX_ATTEMPTS + 3):
        work_once(worker)
        recover(worker.worker_id, timezone.now() + timedelta(minutes=90))
    assert len(tasks.done) == MAX_ATTEMPTS
    assert the_task().status == TaskResultStatus.FAILED
    assert "ConnectionError: mail" in the_task().traceback


def test_a_task_of_a_killed_worker_is_run_by_the_next(worker):
    left_running_by(f"{HERE}:{a_dead_process()}:0000")
    recover(worker.worker_id, timezone.now())
    work_once(worker)
    assert tasks.done == ["left"]


def test_a_worker_with_the_process_id_of_a_killed_one_takes_over_its_task(worker):
    left_running_by(f"{HERE}:{os.getpid()}:0000")
    recover(worker.worker_id, timezone.now())
    assert the_task().status == TaskResultStatus.READY


def test_a_worker_that_lost_the_database_during_a_task_runs_it_again(worker):
    left_running_by(worker.worker_id)
    recover(worker.worker_id, timezone.now())
    work_once(worker)
    assert tasks.done == ["left"]


@pytest.mark.parametrize("owner", [f"{HERE}:1:0000", "another-machine:5:0000", "nobody-knows"])
def test_a_running_task_is_left_alone(worker, owner):
    left_running_by(owner, minutes=5)
    recover(worker.worker_id, timezone.now())
    assert the_task().status == TaskResultStatus.RUNNING


@pytest.mark.parametrize("owner", ["another-machine:5:0000", "nobody-knows"])
def test_a_task_that_runs_for_too_long_is_taken_over(worker, owner):
    left_running_by(owner)
    recover(worker.worker_id, timezone.now() + MAX_RUNTIME)
    assert the_task().status == TaskResultStatus.READY


def test_a_task_that_kills_every_worker_fails(worker):
    left_running_by(f"{HERE}:{a_dead_process()}:0000", attempts=MAX_ATTEMPTS)
    recover(worker.worker_id, timezone.now())
    assert the_task().status == TaskResultStatus.FAILED


def test_finished_tasks_are_deleted_and_failed_ones_later(worker):
    tasks.note.enqueue("hello")
    tasks.fail.enqueue("mail")
    work_once(worker)
    recover(worker.worker_id, timezone.now() + timedelta(days=3))
    assert the_task().status == TaskResultStatus.FAILED
    recover(worker.worker_id, timezone.now() + timedelta(days=31))
    assert not DBTaskResult.objects.exists()


def test_the_arguments_of_a_finished_task_are_deleted(worker):
    """Such as a login code, which must not be found in the database or a backup."""
    tasks.note.enqueue("QX7-2KM")
    assert "QX7-2KM" in str(the_task().args_kwargs)
    work_once(worker)
    recover(worker.worker_id, timezone.now())
    assert tasks.done == ["QX7-2KM"]
    assert "QX7-2KM" not in str(DBTaskResult.objects.values_list()[0])


def test_the_arguments_of_a_failed_task_are_kept_while_it_is_retried(worker):
    tasks.fail.enqueue("mail")
    work_once(worker)
    recover(worker.worker_id, timezone.now())
    assert the_task().args_kwargs["args"] == ["mail"]
    recover(worker.worker_id, timezone.now() + 3 * RETRY_DELAYS[-1])
    assert the_task().args_kwargs["args"] == []


def test_an_idle_worker_takes_no_lock(worker, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        work_once(worker)
    assert "SELECT" in queries[0]["sql"]
