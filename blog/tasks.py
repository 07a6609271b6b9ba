from __future__ import annotations

from itertools import batched

from django.db import transaction
from django.tasks import task

from blog import related, search
from blog.models import Post
from blog.models.post import PostQuerySet

INDEXED_AT_ONCE = 200


@task()
def relate(post_id: int) -> None:
    related.update_related(post_id)


@task()
def index(post_ids: list[int]) -> None:
    """Bring the search entries of posts up to date. Each is a transaction of its own."""
    for post_id in post_ids:
        with transaction.atomic():
            # Locked as a save locks it: two that replace one entry at the same time would insert it twice.
            for post in Post.objects.filter(pk=post_id).locked():
                search.index(post)


def index_later(posts: PostQuerySet) -> None:
    """For names that search entries hold: call it in the transaction that changes them."""
    for keys in batched(posts.order_by("pk").values_list("pk", flat=True), INDEXED_AT_ONCE, strict=False):
        index.enqueue(list(keys))


@task()
def refill_related(post_ids: list[int]) -> None:
    related.rebuild_lists(post_ids)
