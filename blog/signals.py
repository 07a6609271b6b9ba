"""Changes of public profiles invalidate the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.urls import reverse

from accounts.models import User, user_key
from blog.cache.versions import invalidate
from blog.models import Authorship, Post
from blog.redirects import redirect_old_url
from blog.tasks import index_later

# The fields that bylines, author pages and comments show or depend on.
PUBLIC_FIELDS = {"display_name", "slug", "bio", "avatar", "links", "is_active", "is_superuser"}
CHANGED = {"post_add", "post_remove", "post_clear"}
# The public fields of the user who is being saved, as they are stored. No receiver saves another user in between.
STORED_PROFILE: ContextVar[dict[str, Any]] = ContextVar("stored_profile")


@receiver(pre_save, sender=User)
def read_stored_profile(instance: User, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """Read the stored values for comparison, because allauth saves all fields when a password is reset.

    One query if a public field may be saved, else none.
    """
    saved = PUBLIC_FIELDS if update_fields is None else PUBLIC_FIELDS & set(update_fields)
    stored = User.objects.filter(pk=instance.pk).values(*saved).first() if instance.pk and saved else None
    STORED_PROFILE.set(stored or {})


@receiver(post_save, sender=User)
def follow_changes(instance: User, **kwargs: Any) -> None:
    """A renamed author is found by the new name, and the old URL of their page redirects to the new one."""
    stored = STORED_PROFILE.get()
    changed = {name for name, value in stored.items() if getattr(instance, name) != value}
    if not changed:
        return
    invalidate_user(instance)
    if changed & {"slug", "display_name"} and Authorship.objects.filter(author=instance).exists():
        with transaction.atomic():
            if "slug" in changed:
                redirect_old_url(reverse("blog:author", args=[stored["slug"]]), instance)
            if "display_name" in changed:
                index_later(Post.objects.by_author(instance))


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
    tags = ["users", user_key(user.pk)]
    if Authorship.objects.filter(author=user).exists():
        tags.append("posts")
    invalidate(*tags)
