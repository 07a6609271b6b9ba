"""Moving comments from one state to another: logged, counted, learned from, told, and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments.models import Comment, Decision, Report
from comments.models.comment import count_comments
from comments.notifications import tasks
from comments.spam.training import learn

AT_ONCE = 5_000  # databases bound the number of values in a query
REASON_LENGTH = 300
UNDO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Seen:
    """What a moderator was shown: the version of each comment on the page, and when the page was made.

    ``at`` speaks for the comments that a decision about all pages of the queue includes and this page did not show.
    """

    versions: Mapping[int, str]
    at: datetime | None = None

    def is_current(self, comment: Comment) -> bool:
        if comment.pk in self.versions:
            return self.versions[comment.pk] == comment.state_version
        changes = (comment.created_at, comment.edited_at, comment.decided_at)
        return self.at is not None and all(moment is None or moment < self.at for moment in changes)


@dataclass(frozen=True)
class Outcome:
    """How many comments were moved, and those that were not because they are not what the moderator saw any more."""

    changed: int
    outdated: list[Comment]


def decide(
    comments: QuerySet[Comment], status: Comment.Status, *, by: User | None, via: Decision.Via, why: str = ""
) -> int:
    """Give every comment of the queryset one state and return how many changed.

    A number of queries that does not grow with the articles nor, up to AT_ONCE, with the comments; approving
    enqueues one task for each comment.
    """
    with transaction.atomic():
        moved = locked(comments.filter(changed_by(status)), status)
        move_all({status: moved}, by, via, why)
    return len(moved)


def decide_as_seen(
    comments: QuerySet[Comment], status: Comment.Status, seen: Seen, *, by: User, why: str = ""
) -> Outcome:
    """``decide`` in the queue, apart from the comments that changed since the moderator saw them."""
    with transaction.atomic():
        found = locked(comments.filter(changed_by(status)), status)
        outdated = [comment for comment in found if not seen.is_current(comment)]
        move_all({status: [comment for comment in found if comment not in outdated]}, by, Decision.Via.QUEUE, why)
    return Outcome(len(found) - len(outdated), outdated)


def changed_by(status: Comment.Status) -> Q:
    """What a decision changes: comments in another state and, as approving resolves reports, reported ones."""
    if status != Comment.Status.APPROVED:
        return ~Q(status=status)
    return ~Q(status=status) | Q(Exists(Report.objects.unresolved().filter(comment=OuterRef("pk"))))


def locked(comments: QuerySet[Comment], status: Comment.Status | None = None) -> list[Comment]:
    """The comments, or those of them that ``status`` changes, locked until the transaction ends.

    Every decision locks all its comments first and in this order, before the words and the articles: two decisions
    wait for each other and cannot deadlock. Each row is looked at again once it is locked: of two moderators at the
    same moment, one decides.
    """
    pks = sorted(comments.order_by().values_list("pk", flat=True))
    rows = Comment.objects.filter(changed_by(status)) if status else Comment.objects.all()
    rows = rows.order_by("pk").select_for_update(no_key=True)
    return [comment for some in batched(pks, AT_ONCE, strict=False) for comment in rows.filter(pk__in=some)]


def move_all(
    by_state: Mapping[Comment.Status, Sequence[Comment]], by: User | None, via: Decision.Via, why: str = ""
) -> None:
    now = timezone.now()  # one moment for all of them: by it, undo knows what was one stroke
    for status, comments in by_state.items():
        for some in batched(comments, AT_ONCE, strict=False):
            move(some, status, by, via, why, now)
    recount(*{comment.post_id for comments in by_state.values() for comment in comments})


def move(
    comments: Sequence[Comment],
    status: Comment.Status,
    by: User | None,
    via: Decision.Via,
    why: str,
    now: datetime,
) -> None:
    decisions = [
        Decision(comment=comment, before=comment.status, after=status, by=by, via=via, why=why[:REASON_LENGTH], at=now)
        for comment in comments
    ]
    learn(decisions)
    resolve_reports(comments, via, now)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        status=status, decided_at=now, decided_by=by
    )
    Decision.objects.bulk_create(decisions, batch_size=AT_ONCE)
    for comment in comments:
        if status == Comment.Status.APPROVED != comment.status:
            tasks.comment_approved.enqueue(comment.pk)


def resolve_reports(comments: Sequence[Comment], via: Decision.Via, now: datetime) -> None:
    """What a moderator decides resolves the reports; taking that back opens them again.

    Call it before the decisions are stored: the last stored one of a comment is the one that is taken back.
    """
    reports = Report.objects.filter(comment__in=[comment.pk for comment in comments])
    if via in (Decision.Via.QUEUE, Decision.Via.MAIL):
        reports.unresolved().update(resolved_at=now)
    elif via == Decision.Via.UNDO:
        last = Decision.objects.filter(comment=OuterRef("comment")).order_by("-pk").values("at")[:1]
        reports.filter(resolved_at=Subquery(last)).update(resolved_at=None)


def recount(*post_ids: int) -> None:
    """Count the approved comments of articles when others may count at the same moment.

    The articles are locked by a query of their own: on PostgreSQL, one that waits counts what it saw before it waited.
    """
    with transaction.atomic():
        list(Post.objects.select_for_update(no_key=True).filter(pk__in=post_ids).order_by("pk").values_list("pk"))
        count_comments(*post_ids)


def last_of(moderator: User) -> QuerySet[Decision]:
    """The newest decisions that a moderator made at one stroke in the queue, unless they are taken back or old."""
    own = Decision.objects.filter(by=moderator, via__in=[Decision.Via.QUEUE, Decision.Via.UNDO])
    newest = own.order_by("-at", "-pk").values("at", "via").first()
    if not newest or newest["via"] == Decision.Via.UNDO or newest["at"] < timezone.now() - UNDO_WITHIN:
        return Decision.objects.none()
    return own.filter(at=newest["at"])


def undo(moderator: User) -> int:
    """Bring back what the moderator's last stroke changed, except comments that somebody decided since."""
    with transaction.atomic():
        stroke = last_of(moderator)
        comments = {comment.pk: comment for comment in locked(Comment.objects.filter(pk__in=stroke.values("comment")))}
        latest = Decision.objects.filter(comment__in=stroke.values("comment"))
        newest = set(latest.order_by().values("comment").annotate(last=Max("pk")).values_list("last", flat=True))
        by_state: dict[Comment.Status, list[Comment]] = defaultdict(list)
        for decision in stroke:
            if decision.pk in newest:
                by_state[Comment.Status(decision.before)].append(comments[decision.comment_id])
        move_all(by_state, moderator, Decision.Via.UNDO)
    return sum(map(len, by_state.values()))
