"""E-mails to moderators, per comment or once a day, with everything needed to decide.

They contain no commenter's e-mail address, because without a mail server they are printed to the log.
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
from accounts.send_once import REMEMBERED
from comments.models import Comment, Decision, Report
from comments.moderation_queue import (
    ACTIONS,
    action_label,
    count_to_moderate,
    moderators_with_mail,
    needs_decision,
    reported,
)
from comments.notifications.emails import list_headers, send_email
from comments.notifications.links import Subscriber, decision_link, last_decision, unsubscribe_link
from comments.notifications.subscriptions import MODERATION
from comments.spam.reasons import describe_reasons

MAX_IN_DIGEST = 50
NEW_FOR_DIGEST = timedelta(hours=25)  # a day, and an hour in case the worker was late
DIGEST_KEY = "comments:digest-told"
SUBJECTS = {
    "new": gettext_lazy("New comment on “%s”"),
    "changed": gettext_lazy("Edited comment on “%s”"),
    "reported": gettext_lazy("Reported comment on “%s”"),
    "hidden": gettext_lazy("Reported comment on “%s”"),
}
logger = logging.getLogger("comments.mail")


def mail_moderator(comment_id: int, moderator_id: int, attempt: int = 1) -> bool:
    """Send a moderator an e-mail about a comment that is held or reported. Returns whether it was sent.

    Nothing is sent if the comment was decided or they are no longer a moderator.
    """
    comment = with_related(Comment.objects.filter(pk=comment_id)).first()
    email = email_of_moderator(moderator_id)
    if comment is None or not needs_decision(comment) or not email:
        return False
    case = case_for(comment, moderator_id)
    newest_report = max((report.pk for report in comment.unresolved_reports), default=0)
    name = f"held:{comment.pk}:{comment.text_version}:{case['after']}:{newest_report}:{moderator_id}"
    subject = str(SUBJECTS[case["situation"]]) % comment.post.title
    return send(moderator_id, email, "held", subject, case, name, attempt)


def mail_digest(moderator_id: int, day: date, attempt: int = 1) -> bool:
    """Send a moderator all comments that need a decision: first reported ones, then held ones, newest first."""
    now = timezone.now()
    newest = (
        with_related(comments).order_by("-created_at", "-pk") for comments in (reported(), Comment.objects.held())
    )
    comments = list(islice(chain(*(found[:MAX_IN_DIGEST] for found in newest)), MAX_IN_DIGEST))
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
    subject = ngettext("%d comment to review", "%d comments to review", count) % count
    is_sent = send(moderator_id, email, "digest", subject, context, name, attempt)
    if is_sent:
        record_digest(now)
    return is_sent


def send(
    moderator_id: int, email: str, template: str, subject: str, context: dict[str, Any], name: str, attempt: int
) -> bool:
    """Send with links to the queue and for turning these e-mails off for this moderator."""
    stop_url = unsubscribe_link(Subscriber(account=moderator_id), kind=MODERATION)
    queue_url = settings.SITE_URL + reverse("admin:comments_comment_changelist")
    context = context | {"stop_url": stop_url, "queue_url": queue_url}
    headers = list_headers(MODERATION, stop_url)
    return send_email(subject, template, context, email, name=name, attempt=attempt, headers=headers)


def has_new_cases(now: datetime) -> bool:
    """Whether a comment was held or reported since the last digest. Unchanged queues aren't sent again every day."""
    since = last_digest_at() or now - NEW_FOR_DIGEST
    held = Comment.objects.held()
    held_again = held.filter(decisions__after=Comment.Status.HELD, decisions__at__gt=since)
    new_reports = Report.objects.unresolved().filter(created_at__gt=since, comment__in=reported())
    return held.filter(created_at__gt=since).exists() or held_again.exists() or new_reports.exists()


def record_digest(at: datetime) -> None:
    try:
        cache.set(DIGEST_KEY, at, int(REMEMBERED.total_seconds()))
    except Exception:
        # The e-mail was sent: raising an error now would send it again.
        logger.warning("The cache that remembers digests didn't respond.", exc_info=True)


def last_digest_at() -> datetime | None:
    """When the last digest that was really sent was composed; None if the cache no longer knows."""
    try:
        found: datetime | None = cache.get(DIGEST_KEY)
    except Exception:
        logger.warning("The cache that remembers digests didn't respond.", exc_info=True)
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
    """Why the comment needs a decision, which the e-mail says first. One query."""
    if comment.status == Comment.Status.APPROVED:
        return "reported"
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    if last is None or last.before != Comment.Status.APPROVED:
        return "new"
    return {Decision.Via.REPORT: "hidden", Decision.Via.EDIT: "changed"}.get(Decision.Via(last.via), "new")


def with_related(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("post", "parent__author", "author").prefetch_related("reports")


def email_of_moderator(moderator_id: int) -> str:
    """The verified address of a moderator who wants these e-mails; empty for everyone else."""
    if not moderators_with_mail().filter(pk=moderator_id).exists():
        return ""
    return primary_verified_email(moderator_id)
