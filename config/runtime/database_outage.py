"""Tracks whether the database is unavailable, so that requests don't wait for it, and classifies its errors."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger("config.database")

RETRY_INTERVAL = 2  # seconds
DOWN = "colophon.database_is_down"  # in the WSGI environment of a request
# Primary result codes of SQLite for a file that is locked, read-only, unreadable, on a full disk, or cannot be opened.
SQLITE_OUTAGES = {5, 6, 8, 10, 13, 14}


class Outage:
    """The state of one process. During an outage, one request every two seconds tries the database again."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next_try = 0.0

    def begin(self, error: Exception) -> None:
        with self.lock:
            is_new = not self.next_try
            self.next_try = time.monotonic() + RETRY_INTERVAL
        if is_new:
            logger.error(
                "The database is unavailable (%s). Until it is back, only cached pages are shown.", one_line(error)
            )
            drop_idle_connections()

    def end_if_connected(self) -> None:
        """Call this at the end of a request. Does nothing if the request did not use the database."""
        if connection.connection is not None and not connection.errors_occurred:
            self.end()

    def end(self) -> None:
        """Call this when a query has succeeded."""
        if not self.next_try:
            return
        with self.lock:
            self.next_try = 0.0
        logger.warning("The database is available again.")

    def is_on(self) -> bool:
        """Call this for a new request. False for the request that should try the database again."""
        if not self.next_try:
            return False
        with self.lock:
            now = time.monotonic()
            if now < self.next_try:
                return True
            if self.next_try:
                self.next_try = now + RETRY_INTERVAL
            return False


outage = Outage()


def is_database_down(environ: dict[str, Any]) -> bool:
    """Decided once for each WSGI environment, so that the page cache and the views behind it agree."""
    if DOWN not in environ:
        environ[DOWN] = outage.is_on()
    return bool(environ[DOWN])


def drop_idle_connections() -> None:
    """Empty PostgreSQL's pool. Otherwise each retry would try two of the broken connections, and then give up."""
    if pool := getattr(connection, "pool", None):
        pool.drain()


def is_outage(error: BaseException | None) -> bool:
    """Whether the error means that the database is unavailable, rather than that the query is wrong."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in SQLITE_OUTAGES


def record_outage(error: BaseException | None) -> bool:
    """Whether the error is an outage. Begins an ``Outage`` if the connection was lost or could not be opened."""
    if not is_outage(error):
        return False
    if connection.vendor == "postgresql" and (connection.connection is None or connection.connection.closed):
        outage.begin(error)  # type: ignore[arg-type]
    return True


class OutageFilter(logging.Filter):
    """Logs an outage as one line: its traceback only shows which query happened to come first."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and is_outage(record.exc_info[1]):
            record.msg, record.args = f"{record.getMessage()} ({one_line(record.exc_info[1])})", ()
            record.exc_info = record.exc_text = None
        return True


def one_line(error: object) -> str:
    return " ".join(str(error).split())
