"""Encrypts the stored secrets of second factors with today's SECRET_KEY."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.allauth.mfa.encryption import DecryptionError, decrypt, encrypt, is_current

TYPES_WITH_SECRETS = ("totp", "recovery_codes")  # the database has only the public keys of passkeys


def rotate_all(rows: QuerySet[Any]) -> tuple[int, int]:
    """The number of changed rows, and of rows that no known key decrypts; those stay as they are."""
    return rewrite(rows, lambda stored: stored if is_current(stored) else encrypt(decrypt(stored)))


def decrypt_all(rows: QuerySet[Any]) -> tuple[int, int]:
    return rewrite(rows, decrypt)


def rewrite(rows: QuerySet[Any], change: Callable[[str], str]) -> tuple[int, int]:
    """Row by row under a lock, as a recovery code may be used meanwhile."""
    changed = unreadable = 0
    for pk in list(rows.filter(type__in=TYPES_WITH_SECRETS).values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=pk).first()
            try:
                data = map_secrets(row.data, change) if row else None
            except DecryptionError:
                unreadable += 1
                continue
            if row and data != row.data:
                row.data = data
                row.save(update_fields=["data"])
                changed += 1
    return changed, unreadable


def map_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """A changed copy of a row's data. Recovery codes migrated from another library are a list."""
    changed: dict[str, Any] = {name: change(data[name]) for name in ("secret", "seed") if name in data}
    if "migrated_codes" in data:
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return data | changed
