"""Moving comments from one state to another: logged, counted, learned from, told, and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments import tasks
from comments.models import Comment, Decision
from comments.models.comment import count_comments
from comments.spam.training import learn

AT_ONCE = 5_000  # databases bound the number of values in a query
REASON_LENGTH = 300
UNDO_WITHIN = timedelta(hours=1)


def decide(
    comments: QuerySet[Comment], status: Comment.Status, *, by: User | None, via: Decision.Via, why: str = ""
) -> int:
    """Give every comment of the queryset one state and return how many changed.

    A number of queries that does not grow with the articles nor, up to AT_ONCE, with the comments; approving
    enqueues one task for each comment.
    """
    now = timezone.now()  # one moment for all of them: by it, undo knows what was one stroke
    with transaction.atomic():
        changed = 0
        posts: set[int] = set()
        for some in batched(comments.exclude(status=status).order_by().values_list("pk", flat=True), AT_ONCE):
            # Locked and looked at again: of two moderators at once, one decides.
            rows = Comment.objects.filter(pk__in=some).exclude(status=status).order_by("pk").select_for_update()
            moved = list(rows)
            move(moved, status, by, via, why, now)
            changed += len(moved)
            posts |= {comment.post_id for comment in moved}
        recount(*posts)
    return changed


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
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        status=status, decided_at=now, decided_by=by
    )
    Decision.objects.bulk_create(decisions, batch_size=AT_ONCE)
    if status == Comment.Status.APPROVED:
        for comment in comments:
            tasks.comment_approved.enqueue(comment.pk)


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
        latest = Decision.objects.filter(comment__in=last_of(moderator).values("comment"))
        newest = set(latest.order_by().values("comment").annotate(last=Max("pk")).values_list("last", flat=True))
        by_state: dict[str, list[int]] = defaultdict(list)
        for decision in last_of(moderator):
            if decision.pk in newest:
                by_state[decision.before].append(decision.comment_id)
        return sum(
            decide(Comment.objects.filter(pk__in=some), Comment.Status(state), by=moderator, via=Decision.Via.UNDO)
            for state, pks in by_state.items()
            for some in batched(pks, AT_ONCE, strict=False)
        )
