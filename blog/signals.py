"""Pages name their authors: when somebody's public side changes, stored pages are stale."""

from collections.abc import Iterable

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import User
from blog.cache.versions import invalidate

PUBLIC_FIELDS = {"display_name", "slug", "bio", "avatar"}


@receiver(post_save, sender=User)
def raise_version_of_all(instance: User, created: bool, update_fields: Iterable[str] | None, **kwargs: object) -> None:
    if not created and (update_fields is None or PUBLIC_FIELDS & set(update_fields)):
        invalidate("site")
