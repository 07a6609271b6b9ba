"""Deleting an account: requested, cancelled by logging in within a week, or carried out."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from accounts.personal_data.registry import deletion_blockers, providers

GRACE_PERIOD = timedelta(days=7)
logger = logging.getLogger(__name__)


def schedule_deletion(user: User, *, delete_comments: bool) -> datetime:
    user.deletion_due_at, user.delete_comments = timezone.now() + GRACE_PERIOD, delete_comments
    user.save(update_fields=["deletion_due_at", "delete_comments"])
    return user.deletion_due_at


def cancel_deletion(user: User) -> bool:
    """Whether the account was to be deleted."""
    return bool(User.objects.filter(pk=user.pk).exclude(deletion_due_at=None).update(deletion_due_at=None))


def delete_account(user: User) -> bool:
    """Delete the account now, with the comments if the user chose so. False while something blocks it."""
    if deletion_blockers(user):
        return False
    with transaction.atomic():
        for provider in providers.values():
            provider.erase(user, user.delete_comments)
        user.delete()
    return True


def delete_due_accounts(now: datetime) -> int:
    """All whose week is over. Those that can't be deleted are logged and tried again the next day."""
    deleted = 0
    for user in User.objects.filter(deletion_due_at__lte=now):
        try:
            done = delete_account(user)
        except ProtectedError:
            done = False
        if not done:
            logger.warning("Account %s can't be deleted yet: hand over what it owns.", user.pk)
        deleted += done
    return deleted
