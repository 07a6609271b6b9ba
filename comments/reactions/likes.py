"""Likes by members and anonymous readers: at most one per reader and comment."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.abuse.rate_limits import RateLimit, allow
from blog.cache.versions import invalidate
from comments.errors import TooManyReactions
from comments.models import Comment, Like

LIKES = RateLimit("likes", 60, timedelta(minutes=10))


def like(comment: Comment, key: str, network: str) -> None:
    """Idempotent. Raises TooManyReactions."""
    with transaction.atomic():
        # Locked first, so that the second of two simultaneous clicks finds the like of the first. 0 if it was deleted.
        if not locked(comment.pk) or Like.objects.filter(comment=comment, reader=key).exists():
            return
        if not allow(LIKES, network):
            raise TooManyReactions
        Like.objects.create(comment=comment, reader=key)
        recount_likes(comment.pk)
        invalidate(f"likes:{comment.post_id}")


def unlike(comment: Comment, key: str) -> None:
    with transaction.atomic():
        if Like.objects.filter(comment=comment, reader=key).delete()[0]:
            recount_likes(comment.pk)
            invalidate(f"likes:{comment.post_id}")


def recount_likes(*comment_ids: int) -> None:
    """Update ``likes_count`` from the stored likes; safe with concurrent likes. Two queries."""
    likes = Like.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    with transaction.atomic():
        locked(*comment_ids)
        Comment.objects.filter(pk__in=comment_ids).update(
            likes_count=Coalesce(Subquery(likes.annotate(count=Count("pk")).values("count")), 0)
        )


def locked(*comment_ids: int) -> int:
    """Lock rows and return their number. A separate query, because on PostgreSQL a query that waits for a lock counts
    what existed before it waited.
    """
    rows = Comment.objects.filter(pk__in=comment_ids).order_by("pk").select_for_update(no_key=True)
    return len(rows.values_list("pk"))
