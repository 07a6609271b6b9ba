"""Pages name people: when somebody's public side changes, the pages that show them are stale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from accounts.models import User
from blog.cache.versions import invalidate
from blog.models import Authorship

# What a byline, an author's page or a comment shows: the name and its page, and whether they are staff.
PUBLIC_FIELDS = {"display_name", "slug", "bio", "avatar", "links", "is_active", "is_superuser"}
CHANGED = {"post_add", "post_remove", "post_clear"}


@receiver(pre_save, sender=User)
def compare(instance: User, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """Values, not names of fields: allauth saves all of them when a password is reset. One query."""
    written = PUBLIC_FIELDS if update_fields is None else PUBLIC_FIELDS & set(update_fields)
    stored = User.objects.filter(pk=instance.pk).values(*written).first() if instance.pk and written else None
    instance.public_side_changed = any(  # type: ignore[attr-defined]
        getattr(instance, name) != value for name, value in (stored or {}).items()
    )


@receiver(post_save, sender=User)
def invalidate_changed(instance: User, **kwargs: Any) -> None:
    if instance.public_side_changed:  # type: ignore[attr-defined]
        invalidate_user(instance)


@receiver(post_delete, sender=User)
def invalidate_deleted(instance: User, **kwargs: Any) -> None:
    invalidate_user(instance)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def invalidate_badge(instance: Any, action: str, **kwargs: Any) -> None:
    if action in CHANGED:
        invalidate_user(instance) if isinstance(instance, User) else invalidate("site")


@receiver(m2m_changed, sender=Group.permissions.through)
@receiver(post_delete, sender=Group)
def invalidate_badges(action: str = "post_remove", **kwargs: Any) -> None:
    if action in CHANGED:
        invalidate("site")


def invalidate_user(user: User) -> None:
    tags = ["users", f"user:{user.pk}"]
    if Authorship.objects.filter(author=user).exists():
        tags.append("posts")
    invalidate(*tags)
