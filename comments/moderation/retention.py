"""What is forgotten, and when. Networks are stored truncated anyway (comments/commenters/network.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.tasks import task
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision, GuestEmail, Report
from comments.notifications.links import CONFIRM_WITHIN

AT_ONCE = 500


@task()
def forget_networks() -> int:
    """Where comments and reports came from, after the days that the house rules say."""
    old = timezone.now() - timedelta(days=CommentSettings.current().forget_network_days)
    forgotten = 0
    for found in (Comment.objects.all(), Report.objects.all()):
        forgotten += found.filter(created_at__lt=old).exclude(network="").update(network="")
    return forgotten


@task()
def purge() -> int:
    """After the days that the house rules say: held comments and spam that nobody touched, what its writer deleted,
    and addresses that nobody confirmed.
    """
    purged, now = 0, timezone.now()
    old = now - timedelta(days=CommentSettings.current().purge_days)
    while some := list(outdated(old).values_list("pk", flat=True)[:AT_ONCE]):
        purged += outdated(old).filter(pk__in=some).delete()[1].get("comments.Comment", 0)
    return purged + empty_deleted(old) + purge_addresses(now)


def outdated(old: datetime) -> QuerySet[Comment]:
    """Never what is or was public and only waits again; never what something else hangs under."""
    decisions = Decision.objects.filter(comment=OuterRef("pk"))
    waits = Q(status=Comment.Status.HELD) & ~Exists(decisions.filter(after=Comment.Status.APPROVED))
    return (
        Comment.objects.filter(waits | Q(status=Comment.Status.SPAM) | deleted_by_writer(), created_at__lt=old)
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


def empty_deleted(old: datetime) -> int:
    """What its writer deleted and others answered keeps its place, and neither words nor address."""
    late = Decision.objects.filter(comment=OuterRef("pk"), at__gte=old)
    found = Comment.objects.filter(deleted_by_writer(), ~Exists(late), created_at__lt=old).exclude(body="")
    return found.update(body="", html="", email="")


def purge_addresses(now: datetime) -> int:
    """Addresses that nobody confirmed while the link held, and that no comment names.

    Those that want no mail stay: forgetting them would let anybody have mail sent to them again.
    """
    named = Comment.objects.exclude(email="").order_by().values(lower_email=Lower("email"))
    unused = GuestEmail.objects.filter(confirmed_at=None, wants_no_mail=False, created_at__lt=now - CONFIRM_WITHIN)
    unused = unused.exclude(asked_at__gte=now - CONFIRM_WITHIN).exclude(email__in=named)
    return unused.delete()[1].get("comments.GuestEmail", 0)
