"""Who decides about comments."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User


def moderators() -> QuerySet[User]:
    """Active people with ``comments.moderate_comment``: by a group, by themselves, or as superusers."""
    granted = Permission.objects.filter(content_type__app_label="comments", codename="moderate_comment")
    return User.objects.filter(is_active=True).filter(
        Q(is_superuser=True)
        | Exists(granted.filter(group__user=OuterRef("pk")))
        | Exists(granted.filter(user=OuterRef("pk")))
    )
