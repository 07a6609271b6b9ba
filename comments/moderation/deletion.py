"""Deleting comments for good, with everything that belongs to them. Moderation removes them, and keeps the row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.urls import reverse

from blog.redirects import retire_urls
from comments.models import Comment
from comments.moderation.decide import AT_ONCE, recount


def replies_of(comments: Iterable[int]) -> set[int]:
    """The keys of all replies, and replies to those. One query for each level of the longest thread."""
    found: set[int] = set()
    level = set(comments)
    while level:
        found |= level
        level = {
            pk
            for some in batched(level, AT_ONCE, strict=False)
            for pk in Comment.objects.filter(parent__in=some).order_by().values_list("pk", flat=True)
        } - found
    return found - set(comments)


def delete_comments(comments: Iterable[int]) -> None:
    """The replies go too, for nobody would understand them. Links to what was public lead to the article."""
    with transaction.atomic():
        chosen = set(comments)
        going = Comment.objects.filter(pk__in=chosen | replies_of(chosen)).order_by("pk").select_for_update()
        rows = list(going.values_list("pk", "post", "status"))
        Comment.objects.filter(pk__in=[pk for pk, _post, _status in rows]).delete()
        posts = {post for _pk, post, _status in rows}
        for post in sorted(posts):
            public = [pk for pk, of, status in rows if of == post and status == Comment.Status.APPROVED]
            retire_urls((reverse("comments:permalink", args=[pk]) for pk in public), post_id=post)
        recount(*posts)
