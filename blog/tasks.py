from __future__ import annotations

from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from blog import search
from blog.models import Post, PreviewLink, Revision
from blog.models.post import PostQuerySet
from blog.related.lists import rebuild_lists, update_related

INDEXED_AT_ONCE = 200
ENDED_LINKS_KEPT = timedelta(days=30)


@task()
def relate(post_id: int) -> None:
    update_related(post_id)


@task()
def index(post_ids: list[int]) -> None:
    """Update the search entries of posts, each in its own transaction."""
    for post_id in post_ids:
        with transaction.atomic():
            # Locked like in a save: concurrent updates would insert the entry twice.
            for post in Post.objects.filter(pk=post_id).locked():
                search.index(post)


def index_later(posts: PostQuerySet) -> None:
    """For changes of names that search entries contain. Call it in the transaction of the change."""
    for keys in batched(posts.order_by("pk").values_list("pk", flat=True), INDEXED_AT_ONCE, strict=False):
        index.enqueue(list(keys))


@task()
def refill_related(post_ids: list[int]) -> None:
    rebuild_lists(post_ids)


@task()
def thin_revisions() -> None:
    Revision.objects.thin(timezone.now())


@task()
def delete_ended_preview_links() -> None:
    """Daily: links that ended a month ago. Their notes are kept."""
    PreviewLink.objects.filter(expires_at__lt=timezone.now() - ENDED_LINKS_KEPT).delete()
