"""Who decides about comments, and decisions about many at once."""

from __future__ import annotations

from itertools import batched

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from comments.models import Comment
from comments.models.comment import count_comments

AT_ONCE = 5_000  # databases bound the number of values in a query


def moderators() -> QuerySet[User]:
    """Active people with ``comments.moderate_comment``: by a group, by themselves, or as superusers."""
    granted = Permission.objects.filter(content_type__app_label="comments", codename="moderate_comment")
    return User.objects.filter(is_active=True).filter(
        Q(is_superuser=True)
        | Exists(granted.filter(group__user=OuterRef("pk")))
        | Exists(granted.filter(user=OuterRef("pk")))
    )


def decide_all(comments: QuerySet[Comment], status: Comment.Status, by: User | None) -> int:
    """Give every comment of the queryset one state and return how many changed.

    Five queries for any number of articles and up to AT_ONCE comments, one more for each AT_ONCE after that.
    """
    with transaction.atomic():
        changing = list(comments.exclude(status=status).order_by().values_list("pk", "post"))
        changed = 0
        for some in batched(changing, AT_ONCE, strict=False):
            rows = Comment.objects.filter(pk__in=[pk for pk, _post in some]).exclude(status=status)
            changed += rows.update(status=status, decided_at=timezone.now(), decided_by=by)
        count_comments(*{post for _pk, post in changing})
    return changed
