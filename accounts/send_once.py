"""Sending each e-mail once.

A task may run again at any time. An e-mail is then either known to have been sent, known to have failed, or nobody
knows, because the worker was killed or the connection broke before the mail server replied. What was sent is never
sent again, what failed is sent whenever the task is retried, and what nobody knows about is sent once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTP, SMTPServerDisconnected
from traceback import walk_tb

from django.core.cache import cache

REMEMBERED = timedelta(days=14)  # tasks are retried for an hour and a half, and their rows are kept for days
SENT = 1_000
MAX_STARTS = 2
logger = logging.getLogger(__name__)


def send_once(name: str, attempt: int, send: Callable[[], object]) -> bool:
    """Call ``send`` unless the e-mail with this name was sent or started too often. Returns whether it was called.

    The cache remembers the names. While it is unavailable, ``attempt`` decides: how often the task was started, from 1.
    """
    key = f"mail:{name}"
    if count_start(key, attempt) > MAX_STARTS:
        return False
    try:
        send()
    except Exception as error:
        if not may_have_been_accepted(error):
            remember_starts(key, 0)
        raise
    remember_starts(key, SENT)
    return True


def may_have_been_accepted(error: Exception) -> bool:
    """Whether the connection dropped after DATA was sent, so that the server may have accepted the message."""
    frames = walk_tb(error.__traceback__)
    return isinstance(error, SMTPServerDisconnected) and any(
        frame.f_code is SMTP.data.__code__ for frame, _line in frames
    )


def count_start(key: str, attempt: int) -> int:
    """How often sending was started without a known result, including this time."""
    seconds = int(REMEMBERED.total_seconds())
    try:
        if cache.add(key, 1, seconds):
            return 1
        starts = int(cache.get(key, 0)) + 1
        if starts <= MAX_STARTS:
            cache.set(key, starts, seconds)
    except Exception:
        logger.warning("The cache that remembers sent e-mails didn't respond.", exc_info=True)
        return attempt
    return starts


def remember_starts(key: str, starts: int) -> None:
    try:
        cache.set(key, starts, int(REMEMBERED.total_seconds()))
    except Exception:
        # The e-mail was sent: raising an error now would send it again.
        logger.warning("The cache that remembers sent e-mails didn't respond.", exc_info=True)
