from __future__ import annotations

import logging
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from config.runtime.parent_watchdog import exit_with_parent, is_supervised
from config.runtime.schedule import enqueue_due, enqueue_rerender
from config.runtime.startup_checks import check_services
from config.runtime.task_recovery import new_worker_id, recover

logger = logging.getLogger("config.tasks")

POLL_INTERVAL = 1
RECOVERY_INTERVAL = 15
STALENESS_CHECK_INTERVAL = 3_600  # a worker of an older version may have run the task, without effect
MAX_PAUSE = 30


def run_worker() -> None:
    """Run background tasks until SIGINT or SIGTERM."""
    if not is_supervised():
        check_services()
    exit_with_parent()
    worker = new_worker()
    worker.configure_signals()
    work(worker)


def new_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_worker_id(),
        excluded_queue_names=[],
    )


def work(worker: Worker) -> None:
    """Run tasks until the worker is stopped. Waits for an unavailable database, longer after each failure."""
    failures, next_recovery, next_staleness_check = 0, 0.0, 0.0
    while worker.running:
        try:
            close_old_connections()
            if time.monotonic() >= next_recovery:
                recover(worker.worker_id, timezone.now())
                enqueue_due(timezone.now())
                next_recovery = time.monotonic() + RECOVERY_INTERVAL
            if time.monotonic() >= next_staleness_check:
                enqueue_rerender()
                next_staleness_check = time.monotonic() + STALENESS_CHECK_INTERVAL
            work_once(worker)
            failures = 0
        except (OperationalError, InterfaceError) as error:
            failures += 1
            logger.warning("The database is unavailable (%s); trying again.", error)
            connection.close()
        time.sleep(min(MAX_PAUSE, POLL_INTERVAL * 2**failures))


def work_once(worker: Worker) -> None:
    """Run all tasks that are ready. Checks first, so that an idle worker takes no write lock on SQLite."""
    if DBTaskResult.objects.ready().exists():
        worker.run()
