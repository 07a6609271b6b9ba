"""Mails to moderators: one a comment or one a day, with all it takes to decide.

They hold no reader's address: without a mail server they are printed to the log.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.mail.links import Reader, decision_link, last_decision, unsubscribe_link
from comments.mail.message import list_headers, message
from comments.mail.sent_once import REMEMBERED, send_once
from comments.mail.subscriptions import MODERATION
from comments.models import Comment, Decision, HouseRules
from comments.moderation import ACTIONS, moderators_with_mail
from comments.spam.reasons import in_words

MOST_IN_A_DIGEST = 50
NEW_FOR = timedelta(hours=25)  # a day, and an hour for a worker that was late
TOLD = "comments:digest-told"
logger = logging.getLogger("comments.mail")


def mail_moderator(comment_id: int, moderator_id: int, attempt: int = 1) -> bool:
    """Tell a moderator of a held comment; nothing is sent once it is decided or the person may no longer decide."""
    comment = waiting().filter(pk=comment_id).first()
    email = email_of_moderator(moderator_id)
    if comment is None or not email:
        return False
    case = case_for(comment, moderator_id)
    name = f"held:{comment.pk}:{comment.text_version}:{case['after']}:{moderator_id}"
    subject = _("New comment on “%s”") % comment.post.title
    return send(moderator_id, email, "held", subject, case, name, attempt)


def mail_digest(moderator_id: int, day: date, attempt: int = 1) -> bool:
    """All that waits, newest first, in one mail."""
    read_at = timezone.now()
    comments = list(waiting().order_by("-created_at", "-pk")[:MOST_IN_A_DIGEST])
    email = email_of_moderator(moderator_id)
    if not comments or not email:
        return False
    count = Comment.objects.held().count()
    context = {
        "cases": [case_for(comment, moderator_id) for comment in comments],
        "count": count,
        "more": count - len(comments),
    }
    name = f"digest:{day:%Y%m%d}:{moderator_id}"
    subject = ngettext("%d comment waits for approval", "%d comments wait for approval", count) % count
    is_sent = send(moderator_id, email, "digest", subject, context, name, attempt)
    if is_sent:
        note_told(read_at)
    return is_sent


def send(
    moderator_id: int, email: str, template: str, subject: str, context: dict[str, Any], name: str, attempt: int
) -> bool:
    """Every mail says how this moderator, and nobody else, turns these mails off."""
    stop_url = unsubscribe_link(Reader(account=moderator_id), kind=MODERATION)
    queue_url = settings.SITE_URL + reverse("admin:comments_comment_changelist")
    context = context | {"stop_url": stop_url, "queue_url": queue_url}
    mail = message(subject, template, context, email, name=name, headers=list_headers(MODERATION, stop_url))
    return send_once(name, attempt, mail.send)


def has_news(now: datetime) -> bool:
    """Whether anything came to the queue since the last digest: a queue that nobody empties mails nobody daily."""
    since = told_at() or now - NEW_FOR
    held = Comment.objects.held()
    came_back = held.filter(decisions__after=Comment.Status.HELD, decisions__at__gt=since)
    return held.filter(created_at__gt=since).exists() or came_back.exists()


def note_told(read_at: datetime) -> None:
    try:
        cache.set(TOLD, read_at, int(REMEMBERED.total_seconds()))
    except Exception:
        # The mail is sent: failing now would send it again.
        logger.warning("The cache that remembers digests did not answer.", exc_info=True)


def told_at() -> datetime | None:
    """As of when the last digest that was sent told the queue: a mail server may have been down when it was due.

    None where the cache has forgotten it.
    """
    try:
        found: datetime | None = cache.get(TOLD)
    except Exception:
        logger.warning("The cache that remembers digests did not answer.", exc_info=True)
        return None
    return found


def case_for(comment: Comment, moderator_id: int) -> dict[str, Any]:
    after = last_decision(comment)
    return {
        "comment": comment,
        "after": after,
        "reasons": in_words(comment.reasons),
        "report": report_of(comment),
        "actions": [
            {"label": label, "url": decision_link(key, comment, moderator_id, after)}
            for key, (_status, label) in ACTIONS.items()
        ],
        "comment_url": settings.SITE_URL + reverse("admin:comments_comment_change", args=[comment.pk]),
    }


def report_of(comment: Comment) -> str:
    """What a reader complained of, when that is why it waits."""
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    return last.why if last and last.via == Decision.Via.REPORT else ""


def waiting() -> QuerySet[Comment]:
    return Comment.objects.held().select_related("post", "parent__author", "author")


def email_of_moderator(moderator_id: int) -> str:
    """The proven address of somebody who may decide and wants these mails; empty for anybody else."""
    if not moderators_with_mail().filter(pk=moderator_id).exists():
        return ""
    verified = EmailAddress.objects.filter(user=moderator_id, verified=True).order_by("-primary", "pk")
    return verified.values_list("email", flat=True).first() or ""


def wants_mails(how: HouseRules.Mails) -> bool:
    return HouseRules.current().mails == how
