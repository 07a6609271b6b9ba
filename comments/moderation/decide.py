"""Decisions about comments: changing their status, with history, counts, training of the filter, e-mails and undo."""

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

BATCH = 5_000  # databases limit the number of values in a query
REASON_LENGTH = 300
UNDO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Seen:
    """What a moderator saw: the version of each comment on the page, and when the page was rendered.

    ``at`` is for comments on other pages of the queue, when a decision includes all pages.
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
    """The number of comments that changed, and the comments left alone because they changed since they were seen."""

    changed: int
    outdated: list[Comment]


def decide(
    comments: QuerySet[Comment],
    status: Comment.Status,
    *,
    by: User | None,
    via: Decision.Via,
    why: str = "",
    now: datetime | None = None,
) -> int:
    """Set the status of all comments in the queryset. Returns how many changed.

    The number of queries doesn't depend on the number of articles or, up to BATCH, of comments. Approving enqueues one
    task per comment.
    """
    with transaction.atomic():
        moved = locked(comments.filter(changed_by(status)), status)
        move_all({status: moved}, by, via, why, now)
    return len(moved)


def decide_as_seen(
    comments: QuerySet[Comment], status: Comment.Status, seen: Seen, *, by: User, why: str = ""
) -> Outcome:
    """``decide`` for the moderation queue: skips comments that changed since the moderator saw them."""
    with transaction.atomic():
        found = locked(comments.filter(changed_by(status)), status)
        outdated = [comment for comment in found if not seen.is_current(comment)]
        move_all({status: [comment for comment in found if comment not in outdated]}, by, Decision.Via.QUEUE, why)
    return Outcome(len(found) - len(outdated), outdated)


def changed_by(status: Comment.Status) -> Q:
    """The comments that a decision changes: those with another status and, if it approves them, those with reports."""
    if status != Comment.Status.APPROVED:
        return ~Q(status=status)
    return ~Q(status=status) | Q(Exists(Report.objects.unresolved().filter(comment=OuterRef("pk"))))


def locked(comments: QuerySet[Comment], status: Comment.Status | None = None) -> list[Comment]:
    """Lock the comments, or those that ``status`` changes, until the transaction ends.

    Every decision locks its comments first and in this order, then tokens and articles, so that two decisions can't
    deadlock. Rows are checked again after locking: if two moderators act at the same time, only one of them decides.
    """
    pks = sorted(comments.order_by().values_list("pk", flat=True))
    rows = Comment.objects.filter(changed_by(status)) if status else Comment.objects.all()
    rows = rows.order_by("pk").select_for_update(no_key=True)
    return [comment for chunk in batched(pks, BATCH, strict=False) for comment in rows.filter(pk__in=chunk)]


def move_all(
    by_state: Mapping[Comment.Status, Sequence[Comment]],
    by: User | None,
    via: Decision.Via,
    why: str = "",
    now: datetime | None = None,
) -> None:
    now = now or timezone.now()  # one timestamp for the whole batch; undo finds the batch by it
    for status, comments in by_state.items():
        for chunk in batched(comments, BATCH, strict=False):
            move(chunk, status, by, via, why, now)
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
    Decision.objects.bulk_create(decisions, batch_size=BATCH)
    for comment in comments:
        if status == Comment.Status.APPROVED != comment.status:
            tasks.comment_approved.enqueue(comment.pk)


def resolve_reports(comments: Sequence[Comment], via: Decision.Via, now: datetime) -> None:
    """Resolve the reports of the comments after a moderator's decision; reopen them when it is undone.

    Must be called before the new decisions are stored: the last stored decision of a comment is the one being undone.
    """
    reports = Report.objects.filter(comment__in=[comment.pk for comment in comments])
    if via in (Decision.Via.QUEUE, Decision.Via.MAIL):
        reports.unresolved().update(resolved_at=now)
    elif via == Decision.Via.UNDO:
        last = Decision.objects.filter(comment=OuterRef("comment")).order_by("-pk").values("at")[:1]
        reports.filter(resolved_at=Subquery(last)).update(resolved_at=None)


def recount(*post_ids: int) -> None:
    """Update the number of approved comments of the articles, safely if others do so at the same time.

    A separate query locks the articles: on PostgreSQL, a query that waits for a lock counts what it saw before waiting.
    """
    with transaction.atomic():
        list(Post.objects.select_for_update(no_key=True).filter(pk__in=post_ids).order_by("pk").values_list("pk"))
        count_comments(*post_ids)


def last_batch(moderator: User) -> QuerySet[Decision]:
    """The latest batch of decisions by a moderator in the queue; none if it was undone or is older than UNDO_WITHIN."""
    own = Decision.objects.filter(by=moderator, via__in=[Decision.Via.QUEUE, Decision.Via.UNDO])
    newest = own.order_by("-at", "-pk").values("at", "via").first()
    if not newest or newest["via"] == Decision.Via.UNDO or newest["at"] < timezone.now() - UNDO_WITHIN:
        return Decision.objects.none()
    return own.filter(at=newest["at"])


def undo(moderator: User) -> int:
    """Undo the moderator's last batch of decisions, except for comments that were decided again since."""
    with transaction.atomic():
        batch = last_batch(moderator)
        comments = {comment.pk: comment for comment in locked(Comment.objects.filter(pk__in=batch.values("comment")))}
        latest = Decision.objects.filter(comment__in=batch.values("comment"))
        newest = set(latest.order_by().values("comment").annotate(last=Max("pk")).values_list("last", flat=True))
        by_state: dict[Comment.Status, list[Comment]] = defaultdict(list)
        for decision in batch:
            if decision.pk in newest:
                by_state[Comment.Status(decision.before)].append(comments[decision.comment_id])
        move_all(by_state, moderator, Decision.Via.UNDO)
    return sum(map(len, by_state.values()))
