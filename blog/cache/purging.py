"""Tells shared caches (Varnish, a CDN) which pages have changed. Off unless PURGE_URLS names such caches.

The tags are rows of the change's transaction, and a task of the same transaction sends them, so the caches are told
about every change that was committed and about no other. One request carries the tags of all changes that are waiting.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from http.client import HTTPException, HTTPMessage
from itertools import batched
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from blog.models.pending_purge import PendingPurge

TIMEOUT = 5  # seconds
TAGS_PER_REQUEST = 100  # of up to 64 characters: caches accept headers of 8 KB
CHANGES_AT_ONCE = 1000
# After a failure, the cache is left alone for so long, in this process. The retry of the failed task comes later.
PAUSE = 10
# The log has one line for an error with such a note (ServiceFailureFilter in config/runtime/log_formatters.py).
FAILURE = "The cache in PURGE_URLS"

paused_until: dict[str, float] = {}


def request_purge(tags: Iterable[str]) -> None:
    """Call it in the transaction of the change. Two queries."""
    PendingPurge.objects.request(tags)
    purge.enqueue()


@task()
def purge() -> None:
    """Send what is waiting to every cache. Raises the first error, so that the task is retried."""
    PendingPurge.objects.expire(timezone.now())
    errors = []
    for endpoint in settings.PURGE_URLS:
        if time.monotonic() < paused_until.get(endpoint, 0):
            continue
        try:
            while purge_waiting(endpoint):
                pass
        except (OSError, HTTPException) as error:
            paused_until[endpoint] = time.monotonic() + PAUSE
            error.add_note(f"{FAILURE}, {urlsplit(endpoint).netloc}, failed ({type(error).__name__}: {error}).")
            errors.append(error)
    if errors:
        raise errors[0]


def purge_waiting(endpoint: str) -> bool:
    """Send the tags of the oldest changes. False if there are none."""
    waiting = PendingPurge.objects.filter(endpoint=endpoint).order_by("pk")
    rows = dict(waiting.values_list("pk", "tags")[:CHANGES_AT_ONCE])
    tags = {tag for text in rows.values() for tag in text.split()}
    for some in batched(sorted(tags), TAGS_PER_REQUEST, strict=False):
        send(endpoint, some)
    PendingPurge.objects.filter(pk__in=rows).delete()
    return bool(rows)


def send(endpoint: str, tags: Iterable[str]) -> None:
    """POST the tags as a Surrogate-Key header, for Varnish and Fastly, and as JSON, for everything else."""
    headers = {
        "Content-Type": "application/json",
        "Surrogate-Key": " ".join(tags),
        "User-Agent": "Colophon/1.0",
        **settings.PURGE_HEADERS,
    }
    body = json.dumps({"tags": list(tags)}).encode()
    request = Request(endpoint, body, headers, method="POST")  # noqa: S310 (the settings allow only http and https)
    try:
        build_opener(NoRedirects).open(request, timeout=TIMEOUT).close()
    except HTTPError as error:
        error.close()  # it keeps the connection open
        raise


class NoRedirects(HTTPRedirectHandler):
    """A redirect is an error: urllib would follow it with a GET, which purges nothing."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None
