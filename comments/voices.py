"""What readers say without writing: likes and reports. One of each a person and comment."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.rate_limits import RateLimit, allow
from blog.cache.http import READER_COOKIE
from blog.cache.versions import invalidate
from comments.decisions import decide
from comments.models import Comment, Decision, Like, Report
from comments.people.writer import Writer

SALT = "comments.reader"
KEPT_FOR = timedelta(days=365)
GUEST_BYTES = 16
LIKES = RateLimit("likes", 60, timedelta(minutes=10))
MOST_REPORTS, REPORTS_WITHIN = 5, timedelta(hours=1)
# So long a moderator's word stands against the same complaint.
SETTLED_FOR = timedelta(days=1)
BY_MODERATORS = [Decision.Via.QUEUE, Decision.Via.MAIL, Decision.Via.UNDO]


class TooManyVoices(ValueError):
    """So many likes or reports from one network that nobody is behind them."""


def reader_key(request: HttpRequest) -> str:
    """«user:5» or «guest:» and the id of the signed cookie; empty for who has neither."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
        return f"user:{request.user.pk}"
    try:
        return f"guest:{signing.loads(request.COOKIES.get(READER_COOKIE, ''), salt=SALT, max_age=KEPT_FOR)}"
    except signing.BadSignature:
        return ""


def new_guest() -> str:
    return f"guest:{secrets.token_hex(GUEST_BYTES)}"


def remember_guest(response: HttpResponse, key: str) -> None:
    """The cookie comes with the first like or report and never before."""
    response.set_cookie(
        READER_COOKIE,
        signing.dumps(key.removeprefix("guest:"), salt=SALT),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def like(comment: Comment, key: str, network: str) -> None:
    """Idempotent. Raises TooManyVoices."""
    with transaction.atomic():
        # Locked first: of two clicks in one moment the second one finds the like of the first. None when it is deleted.
        if not locked(comment.pk) or Like.objects.filter(comment=comment, reader=key).exists():
            return
        if not allow(LIKES, network):
            raise TooManyVoices
        Like.objects.create(comment=comment, reader=key)
        recount_likes(comment.pk)
        invalidate(f"likes:{comment.post_id}")


def unlike(comment: Comment, key: str) -> None:
    with transaction.atomic():
        if Like.objects.filter(comment=comment, reader=key).delete()[0]:
            recount_likes(comment.pk)
            invalidate(f"likes:{comment.post_id}")


def recount_likes(*comment_ids: int) -> None:
    """Bring ``likes_count`` back to what is stored, also when others like at the same moment. Two queries."""
    likes = Like.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    with transaction.atomic():
        locked(*comment_ids)
        Comment.objects.filter(pk__in=comment_ids).update(
            likes_count=Coalesce(Subquery(likes.annotate(count=Count("pk")).values("count")), 0)
        )


def locked(*comment_ids: int) -> int:
    """Lock comments in a query of its own: on PostgreSQL, one that waits counts what it saw before it waited."""
    rows = Comment.objects.filter(pk__in=comment_ids).order_by("pk").select_for_update(no_key=True)
    return len(rows.values_list("pk"))


def report(comment: Comment, key: str, network: str, reason: str, text: str, now: datetime) -> bool:
    """Store a complaint and bring the comment back to the queue, unless that was settled; say whether it is new.

    Raises TooManyVoices. What the article's author or a moderator wrote stays public while it is looked at.
    """
    with transaction.atomic():
        if Report.objects.filter(comment=comment, reader=key).exists():
            return False
        lately = Report.objects.filter(network=network, created_at__gt=now - REPORTS_WITHIN)
        if lately.count() >= MOST_REPORTS:
            raise TooManyVoices
        settled = is_settled(comment, reason, now)
        Report.objects.create(comment=comment, reader=key, network=network, reason=reason, text=text, created_at=now)
        if not settled and not Writer(comment.author).is_trusted_on(comment.post):
            label = str(Report.Reason(reason).label)
            public = Comment.objects.approved().filter(pk=comment.pk)
            why = f"{label}: {text}" if text else label
            decide(public, Comment.Status.HELD, by=None, via=Decision.Via.REPORT, why=why)
    return True


def is_settled(comment: Comment, reason: str, now: datetime) -> bool:
    """Whether a moderator let the comment through within a day, knowing of a report with this reason."""
    verdict = Decision.objects.filter(comment=comment, via__in=BY_MODERATORS, after=Comment.Status.APPROVED)
    last = verdict.filter(at__gt=now - SETTLED_FOR).order_by("-at").first()
    return last is not None and Report.objects.filter(comment=comment, reason=reason, created_at__lt=last.at).exists()
