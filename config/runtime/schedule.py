"""Daily tasks. The worker enqueues them; the rows of the task queue show when each one was last enqueued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.tasks import Task, TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import tasks as accounts
from blog import tasks as blog
from comments.moderation import retention
from comments.notifications import tasks as notifications
from config import tasks as config

LOCK = 0x636F6C6F  # "colo" in ASCII; any number that nothing else locks


@dataclass(frozen=True)
class DailyTask:
    """A task and the hour, in the site's time zone, from which it is due. The task must be idempotent."""

    task: Task[Any, Any]
    hour: int

    def last_due(self, now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)


DAILY_TASKS = (
    DailyTask(accounts.delete_expired_data, hour=3),
    DailyTask(accounts.delete_accounts, hour=4),
    DailyTask(blog.thin_revisions, hour=3),
    DailyTask(blog.delete_ended_preview_links, hour=3),
    DailyTask(notifications.send_digests, hour=7),
    DailyTask(retention.forget_networks, hour=3),
    DailyTask(retention.purge, hour=3),
    DailyTask(config.delete_expired, hour=3),
)


def enqueue_due(now: datetime) -> int:
    """Enqueue the tasks that are due and return their number. One query and no lock if there are none.

    Finished rows are kept for two days (task_recovery.py), which is long enough to find yesterday's.
    """
    if not due_tasks(now):
        return 0
    with transaction.atomic():
        lock_schedule()
        tasks = due_tasks(now)
        for task in tasks:
            task.enqueue()
    return len(tasks)


def enqueue_rerender() -> bool:
    """Enqueue a task that renders outdated HTML again. False if there is none, or if the task is already queued.

    May scan all articles and comments: call it when a worker starts, and rarely after that.
    """
    if not config.is_stale():
        return False
    with transaction.atomic():
        lock_schedule()
        unfinished = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
        if unfinished.filter(task_path=config.rerender.module_path).exists():
            return False
        config.rerender.enqueue()
    return True


def due_tasks(now: datetime) -> list[Task[Any, Any]]:
    paths = [daily.task.module_path for daily in DAILY_TASKS]
    rows = DBTaskResult.objects.filter(task_path__in=paths).order_by().values_list("task_path")
    last = dict(rows.annotate(last=Max("enqueued_at")))
    never = datetime.min.replace(tzinfo=now.tzinfo)
    return [daily.task for daily in DAILY_TASKS if last.get(daily.task.module_path, never) < daily.last_due(now)]


def lock_schedule() -> None:
    """Keep other workers from enqueueing until the end of the transaction. On SQLite, the transaction itself does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
