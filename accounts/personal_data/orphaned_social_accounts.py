"""Social login was on once and is off: Django does not know its table any more, but the database does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.models import User

TABLE = "socialaccount_socialaccount"


@receiver(pre_delete, sender=User, dispatch_uid="accounts.personal_data.orphaned_social_accounts")
def forget_connections(instance: User, using: str, **kwargs: Any) -> None:
    """Its rows point to people, who could not be deleted. One look at the list of tables a person."""
    if settings.SOCIAL_LOGIN:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {TABLE} WHERE user_id = %s", [instance.pk])  # noqa: S608 - the name is ours
