"""Deleting an account: asked for, a week to think better of it, done."""

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


def schedule_deletion(person: User, *, erase_writings: bool) -> datetime:
    person.leaves_at, person.erases_writings = timezone.now() + GRACE_PERIOD, erase_writings
    person.save(update_fields=["leaves_at", "erases_writings"])
    return person.leaves_at


def cancel_deletion(person: User) -> bool:
    """True for who was about to leave."""
    return bool(User.objects.filter(pk=person.pk).exclude(leaves_at=None).update(leaves_at=None))


def delete_account(person: User) -> bool:
    """The account and what the person chose to take along. False while something hinders it."""
    if deletion_blockers(person):
        return False
    with transaction.atomic():
        for part in providers.values():
            part.erase(person, person.erases_writings)
        person.delete()
    return True


def delete_due_accounts(now: datetime) -> int:
    """All whose week is over. Who cannot be erased waits, and the log says so."""
    erased = 0
    for person in User.objects.filter(leaves_at__lte=now):
        try:
            done = delete_account(person)
        except ProtectedError:
            done = False
        if not done:
            logger.warning("Account %s cannot be deleted yet: hand over what it owns.", person.pk)
        erased += done
    return erased
