"""A second opinion from Akismet, for those who have a key. Off without one; when it is down nothing happens.

It is asked in a task after the comment is stored. All it can do is add a reason and keep a comment waiting.
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
TIMEOUT = 5  # seconds, from looking up the name to the last letter
LONGEST_ANSWER = 100
POINTS = 3.0
logger = logging.getLogger("comments.akismet")


# E-mails go first: while Akismet hangs, each question takes as long as its timeout.
@task(priority=-10)
def ask_akismet(comment_id: int) -> bool:
    """Whether Akismet took the comment for spam; False as well when it was not asked or did not answer."""
    key = CommentSettings.current().akismet_key
    comment = Comment.objects.select_related("post", "author").filter(pk=comment_id).first()
    if not key or comment is None or already_asked(comment):
        return False
    try:
        answer = answer_in_time(question_about(comment, key))
    except (OSError, ValueError, HTTPException) as error:
        # A dead network, a wrong certificate, a response that isn't HTTP: the comment stays as our own rules left it.
        logger.warning("Akismet was not reached about comment %d: %s", comment_id, str(error) or type(error).__name__)
        return False
    if answer == "true":
        add_reason(comment)
    elif answer != "false":
        logger.warning("Akismet answered %r about comment %d; is the key in the house rules right?", answer, comment_id)
    return answer == "true"


def question_about(comment: Comment, key: str) -> Request:
    """Akismet wants an address; it gets the truncated network, and no e-mail address."""
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


def answer_in_time(question: Request) -> str:
    """Raises TimeoutError after TIMEOUT, whatever happens: a socket's time-out starts again with every byte and knows
    nothing of a name that is looked up, and mails wait behind a worker that waits.
    """
    answer: Future[str] = Future()

    def ask() -> None:
        try:
            answer.set_result(answer_to(question))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return answer.result(TIMEOUT)


def answer_to(question: Request) -> str:
    try:
        with urlopen(question, timeout=TIMEOUT) as reply:  # noqa: S310
            return str(reply.read(LONGEST_ANSWER).decode()).strip()
    except HTTPError as error:
        error.close()  # it holds the connection
        raise


def already_asked(comment: Comment) -> bool:
    return any(Reason.of(reason).rule == "akismet" for reason in comment.reasons)


def add_reason(comment: Comment) -> None:
    """Once, and without a word about what moderators have decided of these words."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if already_asked(comment):
            return
        comment.reasons = [*comment.reasons, Reason("akismet", POINTS).stored()]
        comment.score += POINTS
        comment.save(update_fields=["reasons", "score"])
        if not is_decided(comment):
            waiting = Comment.objects.approved().filter(pk=comment.pk)
            if decide(waiting, Comment.Status.HELD, by=None, via=Decision.Via.RULES, why="Akismet"):
                tasks.tell_moderators.enqueue(comment.pk)


def is_decided(comment: Comment) -> bool:
    """Whether somebody decided since the text is as it is."""
    if comment.decided_at is None:
        return False
    return comment.edited_at is None or comment.edited_at < comment.decided_at
