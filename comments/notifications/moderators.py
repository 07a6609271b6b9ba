"""Mails to moderators: one a comment or one a day, with all it takes to decide.

They hold no reader's address: without a mail server they are printed to the log.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.email_addresses.verified import primary_verified_email
from comments.models import Comment, CommentSettings, Decision, Report
from comments.moderation_queue import (
    ACTIONS,
    action_label,
    count_to_moderate,
    moderators_with_mail,
    needs_decision,
    reported,
)
from comments.notifications.emails import REMEMBERED, list_headers, send_email
from comments.notifications.links import Subscriber, decision_link, last_decision, unsubscribe_link
from comments.notifications.subscriptions import MODERATION
from comments.spam.reasons import describe_reasons

MOST_IN_A_DIGEST = 50
NEW_FOR = timedelta(hours=25)  # a day, and an hour for a worker that was late
TOLD = "comments:digest-told"
SUBJECTS = {
    "new": gettext_lazy("New comment on “%s”"),
    "changed": gettext_lazy("Changed comment on “%s”"),
    "reported": gettext_lazy("Reported comment on “%s”"),
    "hidden": gettext_lazy("Reported comment on “%s”"),
}
logger = logging.getLogger("comments.mail")


def mail_moderator(comment_id: int, moderator_id: int, attempt: int = 1) -> bool:
    """Tell a moderator of a comment that is held or was reported.

    Nothing is sent once it is decided or the person may no longer decide.
    """
    comment = shown(Comment.objects.filter(pk=comment_id)).first()
    email = email_of_moderator(moderator_id)
    if comment is None or not needs_decision(comment) or not email:
        return False
    case = case_for(comment, moderator_id)
    newest_report = max((report.pk for report in comment.unresolved_reports), default=0)
    name = f"held:{comment.pk}:{comment.text_version}:{case['after']}:{newest_report}:{moderator_id}"
    subject = str(SUBJECTS[case["situation"]]) % comment.post.title
    return send(moderator_id, email, "held", subject, case, name, attempt)


def mail_digest(moderator_id: int, day: date, attempt: int = 1) -> bool:
    """All that needs a decision in one mail: reported comments that are public, then what is held, newest first."""
    read_at = timezone.now()
    newest = (shown(comments).order_by("-created_at", "-pk") for comments in (reported(), Comment.objects.held()))
    comments = list(islice(chain(*(found[:MOST_IN_A_DIGEST] for found in newest)), MOST_IN_A_DIGEST))
    email = email_of_moderator(moderator_id)
    if not comments or not email:
        return False
    count = count_to_moderate()
    context = {
        "cases": [case_for(comment, moderator_id) for comment in comments],
        "count": count,
        "more": count - len(comments),
    }
    name = f"digest:{day:%Y%m%d}:{moderator_id}"
    subject = ngettext("%d comment needs a decision", "%d comments need a decision", count) % count
    is_sent = send(moderator_id, email, "digest", subject, context, name, attempt)
    if is_sent:
        note_told(read_at)
    return is_sent


def send(
    moderator_id: int, email: str, template: str, subject: str, context: dict[str, Any], name: str, attempt: int
) -> bool:
    """Every mail says how this moderator, and nobody else, turns these mails off."""
    stop_url = unsubscribe_link(Subscriber(account=moderator_id), kind=MODERATION)
    queue_url = settings.SITE_URL + reverse("admin:comments_comment_changelist")
    context = context | {"stop_url": stop_url, "queue_url": queue_url}
    headers = list_headers(MODERATION, stop_url)
    return send_email(subject, template, context, email, name=name, attempt=attempt, headers=headers)


def has_news(now: datetime) -> bool:
    """Whether anything came to the queue since the last digest: a queue that nobody empties mails nobody daily."""
    since = told_at() or now - NEW_FOR
    held = Comment.objects.held()
    came_back = held.filter(decisions__after=Comment.Status.HELD, decisions__at__gt=since)
    new_reports = Report.objects.unresolved().filter(created_at__gt=since, comment__in=reported())
    return held.filter(created_at__gt=since).exists() or came_back.exists() or new_reports.exists()


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
        "situation": situation_of(comment),
        "reasons": describe_reasons(comment.reasons),
        "reports": [report.description for report in comment.unresolved_reports],
        "actions": [
            {"label": action_label(key, comment), "url": decision_link(key, comment, moderator_id, after)}
            for key in ACTIONS
        ],
        "comment_url": settings.SITE_URL + reverse("admin:comments_comment_change", args=[comment.pk]),
    }


def situation_of(comment: Comment) -> str:
    """Why moderators are told: the beginning of the mail says it. One query."""
    if comment.status == Comment.Status.APPROVED:
        return "reported"
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    if last is None or last.before != Comment.Status.APPROVED:
        return "new"
    return {Decision.Via.REPORT: "hidden", Decision.Via.EDIT: "changed"}.get(Decision.Via(last.via), "new")


def shown(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("post", "parent__author", "author").prefetch_related("reports")


def email_of_moderator(moderator_id: int) -> str:
    """The proven address of somebody who may decide and wants these mails; empty for anybody else."""
    if not moderators_with_mail().filter(pk=moderator_id).exists():
        return ""
    return primary_verified_email(moderator_id)


def wants_mails(how: CommentSettings.Mails) -> bool:
    return CommentSettings.current().mails == how
