"""Whether the database is gone, so that no request has to wait for it, and what its errors mean."""

from __future__ import annotations

import logging
import threading
import time

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest

logger = logging.getLogger("config.database")

RETRY_INTERVAL = 2  # seconds
DOWN = "colophon.database_is_down"  # in the WSGI environment of a request
# Primary result codes of SQLite for a file that is locked, read-only, unreadable, on a full disk, or cannot be opened.
SQLITE_OUTAGES = {5, 6, 8, 10, 13, 14}


class Outage:
    """One for the process. While it is on, a single request in every two seconds tries the database again."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next_try = 0.0

    def begin(self, error: Exception) -> None:
        with self.lock:
            is_new = not self.next_try
            self.next_try = time.monotonic() + RETRY_INTERVAL
        if is_new:
            logger.error(
                "The database does not answer (%s). Until it does, only pages in the cache are shown.", one_line(error)
            )

    def end_if_connected(self) -> None:
        """For the end of a request, which may have worked without the database."""
        if not self.next_try or connection.connection is None or connection.errors_occurred:
            return
        with self.lock:
            self.next_try = 0.0
        logger.warning("The database answers again.")

    def is_on(self) -> bool:
        """For a new request. False for the one that is to try."""
        with self.lock:
            now = time.monotonic()
            if now < self.next_try:
                return True
            if self.next_try:
                self.next_try = now + RETRY_INTERVAL
            return False


outage = Outage()


def is_database_down(request: HttpRequest) -> bool:
    """Decided once for each request, so that the page cache and the views behind it agree."""
    if DOWN not in request.META:
        request.META[DOWN] = outage.is_on()
    return bool(request.META[DOWN])


def is_outage(error: BaseException | None) -> bool:
    """Whether the database cannot do its work at the moment, rather than the query being wrong."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in SQLITE_OUTAGES


def record_outage(error: BaseException | None) -> bool:
    """Whether the error is an outage. One in which the connection was lost or never made begins an ``Outage``."""
    if not is_outage(error):
        return False
    if connection.vendor == "postgresql" and (connection.connection is None or connection.connection.closed):
        outage.begin(error)  # type: ignore[arg-type]
    return True


class OutageFilter(logging.Filter):
    """Log an outage as one line. Its traceback leads to whatever happened to ask the database."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and is_outage(record.exc_info[1]):
            record.msg, record.args = f"{record.getMessage()} ({one_line(record.exc_info[1])})", ()
            record.exc_info = record.exc_text = None
        return True


def one_line(error: object) -> str:
    return " ".join(str(error).split())
