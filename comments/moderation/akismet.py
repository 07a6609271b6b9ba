"""Asking Akismet whether a comment is spam. Off without a key; nothing happens while Akismet is unavailable.

It is asked in a task after the comment was stored. A positive answer adds a reason and holds the comment.
https://akismet.com/developers/detailed-docs/comment-check/
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from http.client import HTTPException
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.tasks import task

from comments.models import Comment, CommentSettings, Decision
from comments.moderation.decide import decide
from comments.notifications import tasks
from comments.spam.reasons import Reason

ENDPOINT = "https://rest.akismet.com/1.1/comment-check"
TIMEOUT = 5  # seconds, for the whole request including the DNS lookup
MAX_RESPONSE_BYTES = 100
POINTS = 3.0
logger = logging.getLogger("comments.akismet")


# E-mails go first: while Akismet hangs, each question takes as long as its timeout.
@task(priority=-10)
def ask_akismet(comment_id: int) -> bool:
    """Whether Akismet considers the comment spam. False, too, if it wasn't asked or didn't respond."""
    key = CommentSettings.current().akismet_key
    comment = Comment.objects.select_related("post", "author").filter(pk=comment_id).first()
    if not key or comment is None or already_asked(comment):
        return False
    try:
        answer = fetch_with_timeout(request_for(comment, key))
    except (OSError, ValueError, HTTPException) as error:
        # No network, a wrong certificate, a response that isn't HTTP: the comment stays as the other rules left it.
        logger.warning("Akismet was not reached about comment %d: %s", comment_id, str(error) or type(error).__name__)
        return False
    if answer == "true":
        add_reason(comment)
    elif answer != "false":
        logger.warning("Akismet answered %r about comment %d. Check the key in the settings.", answer, comment_id)
    return answer == "true"


def request_for(comment: Comment, key: str) -> Request:
    """Instead of the IP address, Akismet gets the truncated one. It gets no e-mail address."""
    fields = {
        "api_key": key,
        "blog": settings.SITE_URL,
        "user_ip": comment.network.partition("/")[0],
        "permalink": f"{settings.SITE_URL}{comment.post.get_absolute_url()}",
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.shown_name,
        "comment_content": comment.body,
        "comment_date_gmt": comment.created_at.isoformat(),
    }
    return Request(ENDPOINT, urlencode(fields).encode(), {"User-Agent": "Colophon/1.0"})


def fetch_with_timeout(request: Request) -> str:
    """Raise TimeoutError after TIMEOUT in any case, because e-mails wait for this worker.

    The timeout of a socket starts again with every byte, and doesn't include the DNS lookup.
    """
    answer: Future[str] = Future()

    def ask() -> None:
        try:
            answer.set_result(fetch(request))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return answer.result(TIMEOUT)


def fetch(request: Request) -> str:
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return str(response.read(MAX_RESPONSE_BYTES).decode()).strip()
    except HTTPError as error:
        error.close()  # it keeps the connection open
        raise


def already_asked(comment: Comment) -> bool:
    return any(Reason.of(reason).rule == "akismet" for reason in comment.reasons)


def add_reason(comment: Comment) -> None:
    """Add the reason once, and hold the comment unless a moderator has decided about this text."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if already_asked(comment):
            return
        comment.reasons = [*comment.reasons, Reason("akismet", POINTS).stored()]
        comment.score += POINTS
        comment.save(update_fields=["reasons", "score"])
        if not is_decided(comment):
            public = Comment.objects.approved().filter(pk=comment.pk)
            if decide(public, Comment.Status.HELD, by=None, via=Decision.Via.RULES, why="Akismet"):
                tasks.notify_moderators.enqueue(comment.pk)


def is_decided(comment: Comment) -> bool:
    """Whether there was a decision since the text was last edited."""
    if comment.decided_at is None:
        return False
    return comment.edited_at is None or comment.edited_at < comment.decided_at
