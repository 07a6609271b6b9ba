"""Daily tasks are enqueued once a day from their hour on, with any number of workers, and after downtime."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django_tasks_db.models import DBTaskResult

from config.runtime import schedule
from config.runtime.schedule import DAILY_TASKS, DailyTask, enqueue_due
from config.runtime.task_recovery import KEEP_SUCCESSFUL
from tests.config import tasks

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def queue(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(schedule, "DAILY_TASKS", (DailyTask(tasks.daily, hour=7),))


def look(now):
    """Enqueue the tasks that are due at ``now``, as a worker does."""
    with patch("django.utils.timezone.now", lambda: now):
        return enqueue_due(now)


@pytest.mark.django_db
def test_a_daily_task_is_enqueued_once_a_day(queue):
    assert look(MORNING) == 1
    assert look(MORNING + timedelta(seconds=15)) == 0
    assert look(MORNING + timedelta(hours=23, minutes=59)) == 0
    assert look(MORNING + timedelta(days=1)) == 1
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_a_task_that_is_overdue_is_enqueued_once(queue):
    look(MORNING)
    late = MORNING + timedelta(days=5, hours=4)
    assert look(late) == 1
    assert look(late + timedelta(hours=1)) == 0
    assert look(MORNING + timedelta(days=6)) == 1


@pytest.mark.django_db
def test_the_hour_is_in_the_time_zone_of_the_site(queue, settings):
    settings.TIME_ZONE = "Asia/Tokyo"  # UTC+9
    seven_in_tokyo = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert look(seven_in_tokyo - timedelta(minutes=1)) == 1  # yesterday's
    assert look(seven_in_tokyo) == 1
    assert look(seven_in_tokyo + timedelta(hours=9)) == 0


@pytest.mark.django_db
def test_it_costs_one_query_if_no_task_is_due(queue, django_assert_num_queries):
    look(MORNING)
    with django_assert_num_queries(1):
        look(MORNING + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_worker_that_waited_for_the_lock_checks_again(queue, monkeypatch):
    monkeypatch.setattr(schedule, "lock_schedule", tasks.daily.enqueue)
    assert look(MORNING) == 0
    assert DBTaskResult.objects.count() == 1


def test_finished_rows_are_kept_for_longer_than_a_day():
    assert timedelta(days=1) < KEEP_SUCCESSFUL


def test_the_paths_of_daily_tasks_can_be_imported():
    names = {daily.task.module_path for daily in DAILY_TASKS}
    comments = {
        "comments.notifications.tasks.send_digests",
        "comments.moderation.retention.forget_networks",
        "comments.moderation.retention.purge",
    }
    assert names == comments | {
        "accounts.tasks.delete_expired_data",
        "accounts.tasks.delete_accounts",
        "blog.tasks.delete_ended_preview_links",
        "blog.tasks.thin_revisions",
        "config.tasks.delete_expired",
    }
