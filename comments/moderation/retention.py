"""Retention periods: daily tasks that delete old IP ranges, unpublished comments and unconfirmed addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.tasks import task
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision, GuestEmail, Report
from comments.notifications.links import CONFIRM_WITHIN

BATCH = 500


@task()
def forget_networks() -> int:
    """Delete the IP ranges of comments and reports after the number of days in the comment settings."""
    old = timezone.now() - timedelta(days=CommentSettings.current().forget_network_days)
    rows = (Comment.objects.all(), Report.objects.all())
    return sum(found.filter(created_at__lt=old).exclude(network="").update(network="") for found in rows)


@task()
def purge() -> int:
    """Delete pending comments, spam and comments deleted by their authors after the number of days in the comment
    settings, and e-mail addresses that were never confirmed.
    """
    purged, now = 0, timezone.now()
    old = now - timedelta(days=CommentSettings.current().purge_days)
    while batch := list(expired_comments(old).values_list("pk", flat=True)[:BATCH]):
        purged += expired_comments(old).filter(pk__in=batch).delete()[1].get("comments.Comment", 0)
    return purged + clear_deleted(old) + purge_addresses(now)


def expired_comments(old: datetime) -> QuerySet[Comment]:
    """Comments to delete. Never those that are or were public and are held again, nor those with replies."""
    decisions = Decision.objects.filter(comment=OuterRef("pk"))
    pending = Q(status=Comment.Status.HELD) & ~Exists(decisions.filter(after=Comment.Status.APPROVED))
    return (
        Comment.objects.filter(pending | Q(status=Comment.Status.SPAM) | deleted_by_writer(), created_at__lt=old)
        .exclude(decided_at__gte=old)
        .filter(
            ~Exists(decisions.filter(at__gte=old)),
            ~Exists(Comment.objects.filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))),
        )
        .order_by("pk")
    )


def deleted_by_writer() -> Q:
    by_writer = Decision.objects.filter(comment=OuterRef("pk"), via=Decision.Via.WRITER, after=Comment.Status.REMOVED)
    return Q(Exists(by_writer), status=Comment.Status.REMOVED)


def clear_deleted(old: datetime) -> int:
    """Clear the text and address of comments that their authors deleted but that have replies."""
    recent = Decision.objects.filter(comment=OuterRef("pk"), at__gte=old)
    found = Comment.objects.filter(deleted_by_writer(), ~Exists(recent), created_at__lt=old).exclude(body="")
    return found.update(body="", html="", email="")


def purge_addresses(now: datetime) -> int:
    """Delete addresses that weren't confirmed before their link expired and that no comment has.

    Addresses that opted out are kept; otherwise anyone could have e-mails sent to them again.
    """
    used = Comment.objects.exclude(email="").order_by().values(lower_email=Lower("email"))
    unused = GuestEmail.objects.filter(confirmed_at=None, wants_no_mail=False, created_at__lt=now - CONFIRM_WITHIN)
    unused = unused.exclude(asked_at__gte=now - CONFIRM_WITHIN).exclude(email__in=used)
    return unused.delete()[1].get("comments.GuestEmail", 0)
