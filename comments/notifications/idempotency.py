"""No mail is sent twice beyond one retry, although a task may run again at any time.

Three things can happen to a mail: it was sent, it failed and we know it, or nobody knows, because the worker was
killed or the connection lost before the mail server answered.
Sent ones are never sent again, failed ones as often as the queue tries, unknown ones once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTP, SMTPServerDisconnected
from traceback import walk_tb

from django.core.cache import cache

logger = logging.getLogger("comments.mail")

REMEMBERED = timedelta(days=14)  # the queue tries for an hour and a half, and keeps its rows for days
SENT = 1_000
MOST_STARTS = 2


def send_once(name: str, attempt: int, send: Callable[[], object]) -> bool:
    """Call ``send`` if the mail of this name may still be sent, and say so. ``attempt`` counts a task's from 1.

    The cache remembers the mails. When it cannot be reached, the attempts of the task have to do.
    """
    key = f"mail:{name}"
    if begin(key, attempt) > MOST_STARTS:
        return False
    try:
        send()
    except Exception as error:
        if not may_have_left(error):
            note(key, None)
        raise
    note(key, SENT)
    return True


def may_have_left(error: Exception) -> bool:
    """Whether the connection broke while the mail server had the words: it may have taken them and not been heard."""
    frames = walk_tb(error.__traceback__)
    return isinstance(error, SMTPServerDisconnected) and any(
        frame.f_code is SMTP.data.__code__ for frame, _line in frames
    )


def begin(key: str, attempt: int) -> int:
    """How often the mail was begun and not heard of again, this time included."""
    seconds = int(REMEMBERED.total_seconds())
    try:
        if cache.add(key, 1, seconds):
            return 1
        starts = int(cache.get(key, 0)) + 1
        if starts <= MOST_STARTS:
            cache.set(key, starts, seconds)
    except Exception:
        logger.warning("The cache that remembers sent mails did not answer.", exc_info=True)
        return attempt
    return starts


def note(key: str, starts: int | None) -> None:
    try:
        if starts is None:
            cache.delete(key)
        else:
            cache.set(key, starts, int(REMEMBERED.total_seconds()))
    except Exception:
        # The mail is sent: failing now would send it again.
        logger.warning("The cache that remembers sent mails did not answer.", exc_info=True)
