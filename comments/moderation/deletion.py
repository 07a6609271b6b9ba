"""Deleting comments permanently. Removing a comment, by contrast, is a decision and can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.urls import reverse

from blog.redirects import retire_urls
from comments.models import Comment
from comments.moderation.decide import BATCH, recount


def replies_of(comments: Iterable[int]) -> set[int]:
    """The primary keys of all replies, and of their replies. One query per level of the deepest thread."""
    found: set[int] = set()
    level = set(comments)
    while level:
        found |= level
        level = {
            pk
            for chunk in batched(level, BATCH, strict=False)
            for pk in Comment.objects.filter(parent__in=chunk).order_by().values_list("pk", flat=True)
        } - found
    return found - set(comments)


def delete_comments(comments: Iterable[int]) -> None:
    """Delete comments and all replies to them. Permalinks of public ones redirect to the article from then on."""
    with transaction.atomic():
        selected = set(comments)
        doomed = Comment.objects.filter(pk__in=selected | replies_of(selected)).order_by("pk").select_for_update()
        rows = list(doomed.values_list("pk", "post", "status"))
        Comment.objects.filter(pk__in=[pk for pk, _post, _status in rows]).delete()
        posts = {post for _pk, post, _status in rows}
        for post in sorted(posts):
            public = [pk for pk, of, status in rows if of == post and status == Comment.Status.APPROVED]
            retire_urls((reverse("comments:permalink", args=[pk]) for pk in public), post_id=post)
        recount(*posts)
