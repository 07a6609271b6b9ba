"""What django-tasks-db does not do: retries, tasks of dead workers, and deletion of old rows.

A task may run more than once, so tasks must be idempotent.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from datetime import datetime, timedelta

from django.db.models import Q
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("config.tasks")

# Before the second, third … attempt. Mail servers usually come back within minutes or an hour.
RETRY_DELAYS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1
# For workers on other machines, whose processes cannot be checked.
MAX_RUNTIME = timedelta(minutes=15)
NO_ARGUMENTS: dict[str, object] = {"args": [], "kwargs": {}}
KEEP_SUCCESSFUL, KEEP_FAILED = timedelta(days=2), timedelta(days=30)


def new_worker_id() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def recover(worker_id: str, now: datetime) -> None:
    requeue_abandoned(worker_id, now)
    retry_failed(now)
    clear_arguments(now)
    delete_finished(now)


def retry_failed(now: datetime) -> int:
    """Put failed tasks back in the queue after their delay. Every attempt has added a worker id to the row."""
    retried = 0
    recent = DBTaskResult.objects.failed().filter(finished_at__gt=now - 2 * RETRY_DELAYS[-1])
    for task in recent.order_by("finished_at")[:500]:
        attempts = len(task.worker_ids)
        if 0 < attempts < MAX_ATTEMPTS and task.finished_at + RETRY_DELAYS[attempts - 1] <= now:
            retried += _move(task, TaskResultStatus.READY, finished_at=None)
    return retried


def requeue_abandoned(worker_id: str, now: datetime) -> int:
    """Put tasks whose worker died back in the queue, or mark them as failed after the last attempt."""
    revived = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and not is_dead(task.worker_ids[-1], worker_id) and task.started_at + MAX_RUNTIME > now:
            continue
        logger.warning("Task %s (%s) was abandoned by its worker.", task.id, task.task_path)
        if len(task.worker_ids) < MAX_ATTEMPTS:
            revived += _move(task, TaskResultStatus.READY)
        else:
            _move(task, TaskResultStatus.FAILED, finished_at=now, traceback="Its worker died at every attempt.")
    return revived


def is_dead(owner: str, own_id: str) -> bool:
    """Whether the worker process no longer runs the task; False for workers on other machines.

    This worker runs no task while it recovers others: if a row says so, the database was lost during the task.
    """
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if owner == own_id:
        return True
    if host != own_id.split(":")[0]:
        return False
    try:
        os.kill(int(rest), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return int(rest) == os.getpid()


def clear_arguments(now: datetime) -> int:
    """Delete the arguments of finished tasks, such as a mail with a login code. Failed tasks keep them for retries."""
    over = DBTaskResult.objects.failed().filter(finished_at__lte=now - 2 * RETRY_DELAYS[-1])
    finished = DBTaskResult.objects.successful() | over
    return int(finished.exclude(args_kwargs=NO_ARGUMENTS).update(args_kwargs=NO_ARGUMENTS))


def delete_finished(now: datetime) -> None:
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


def _move(task: DBTaskResult[..., object], status: TaskResultStatus, **fields: object) -> int:
    """Change the status unless another worker has changed the row in the meantime."""
    seen = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    return int(seen.update(status=status, **fields))


def discard_queued_mails() -> int:
    """Delete the tasks of a restored backup that would send mail again: unfinished and failed ones.

    All tasks of accounts and comments either send mail or run daily; daily ones are enqueued again when they are due.
    """
    unfinished = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
    mails = unfinished.filter(Q(task_path__startswith="accounts.") | Q(task_path__startswith="comments."))
    return mails.delete()[0]
