"""Composing the e-mails about comments, and sending each of them once.

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
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string

from accounts.emails import HEADERS, Email, from_address
from blog.models import BlogSettings

SUBJECT_LENGTH = 150
REMEMBERED = timedelta(days=14)  # tasks are retried for an hour and a half, and their rows are kept for days
SENT = 1_000
MAX_STARTS = 2
logger = logging.getLogger("comments.mail")


def send_email(
    subject: str,
    template: str,
    context: dict[str, Any],
    to: str,
    *,
    name: str,
    attempt: int,
    headers: dict[str, str] | None = None,
) -> bool:
    """Send ``emails/comments/<template>.txt`` and ``.html``, unless an e-mail with this name was sent already.

    Returns whether it was sent now. The Message-ID is made from the name, so that mailboxes show a repetition once.
    """
    return send_once(name, attempt, build_email(subject, template, context, to, name, headers or {}).send)


def build_email(
    subject: str, template: str, context: dict[str, Any], to: str, name: str, headers: dict[str, str]
) -> Email:
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    site_name = BlogSettings.current().name
    context = {"subject": subject, "site_name": site_name, "site_address": settings.SITE_URL} | context
    headers = HEADERS | headers | {"Message-ID": f"<{name.replace(':', '.')}@{host()}>"}
    text = render_to_string(f"emails/comments/{template}.txt", context).strip()
    email = Email(subject, f"{text}\n", from_address(site_name), to=[to], headers=headers)
    email.attach_alternative(render_to_string(f"emails/comments/{template}.html", context), "text/html")
    return email


def list_headers(list_name: str, unsubscribe_url: str) -> dict[str, str]:
    """Headers for filters, against automatic replies, and for one-click unsubscribing (RFC 2919, 3834, 8058)."""
    return {
        "List-Id": f"<{list_name}.{host()}>",
        "Precedence": "bulk",
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


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
