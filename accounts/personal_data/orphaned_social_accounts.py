"""When social login was on and is off now, Django doesn't know its table any more, but the database still has it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.models import User

TABLE = "socialaccount_socialaccount"


@receiver(pre_delete, sender=User, dispatch_uid="accounts.personal_data.orphaned_social_accounts")
def delete_orphaned_social_accounts(instance: User, using: str, **kwargs: Any) -> None:
    """Their foreign keys would prevent deleting the user. One query for the list of tables."""
    if settings.SOCIAL_LOGIN:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {TABLE} WHERE user_id = %s", [instance.pk])  # noqa: S608 - a constant
