"""Tasks that render outdated HTML again after an upgrade, and delete expired rows."""

from django.tasks import task
from django.utils import timezone

from blog.models import Post
from blog.posts import rebuild_stale
from blog.rendering import FINGERPRINT
from comments.models import Comment
from comments.submission.rerender import rerender_stale
from config.runtime.cleanup import delete_expired_cache_entries, delete_expired_sessions


def is_stale() -> bool:
    return any(model.objects.exclude(render_fingerprint=FINGERPRINT).exists() for model in (Post, Comment))


@task()
def rerender() -> None:
    rebuild_stale()
    rerender_stale()


@task()
def delete_expired() -> None:
    """Runs once a day."""
    delete_expired_sessions()
    delete_expired_cache_entries(timezone.now())
