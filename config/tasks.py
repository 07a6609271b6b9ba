"""Tasks that render outdated HTML again after an upgrade, and delete rows that Django doesn't delete by itself."""

from datetime import datetime

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.tasks import task
from django.utils import timezone

from blog.models import Post
from blog.posts import rebuild_stale
from blog.rendering import FINGERPRINT
from comments.models import Comment
from comments.submission.rerender import rerender_stale


def is_stale() -> bool:
    return any(model.objects.exclude(render_fingerprint=FINGERPRINT).exists() for model in (Post, Comment))


@task()
def rerender() -> None:
    rebuild_stale()
    rerender_stale()


@task()
def delete_expired() -> None:
    """Daily: sessions and cache entries that have expired."""
    call_command("clearsessions")
    if isinstance(caches["default"], DatabaseCache):  # Redis expires keys itself
        delete_expired_cache_entries(timezone.now())


def delete_expired_cache_entries(now: datetime) -> None:
    """The database cache only culls when it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - the name is ours
            [connection.ops.adapt_datetimefield_value(now)],
        )
