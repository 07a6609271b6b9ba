"""The personal data of the accounts app and its libraries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from accounts.allauth.models import Authenticator, EmailAddress, UserSession
from accounts.models import EmailChange, Invitation, User
from accounts.personal_data.registry import DataProvider, register

SOCIAL_ACCOUNTS = "socialaccount_socialaccount"


def collect(user: User) -> dict[str, Any]:
    """Without secrets: whoever finds the file can't log in with it."""
    return {
        "profile": {
            "name": user.display_name,
            "e-mail": user.email,
            "public address": user.get_absolute_url(),
            "about": user.bio,
            "links": user.links,
            "picture": user.avatar.name,
            "time zone": user.time_zone,
            "joined": user.date_joined,
            "last login": user.last_login,
            "last seen": user.last_seen_at,
            "roles": [group.name for group in user.groups.all()],
            "may open the admin": user.is_staff,
        },
        "addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "changes of address": rows(EmailChange.objects.filter(user=user), "old_email", "new_email", "changed_at"),
        "sessions": rows(UserSession.objects.filter(user=user), "created_at", "last_seen_at", "ip", "user_agent"),
        "second factors": rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
        "invitations": rows(Invitation.objects.filter(made_by=user), "note", "made_at", "used_at"),
        "done in the admin": rows(LogEntry.objects.filter(user=user), "action_time", "object_repr", "action_flag"),
        **(connected(user) if settings.SOCIAL_LOGIN else {}),
    }


def connected(user: User) -> dict[str, Any]:
    from accounts.allauth.social.models import SocialAccount

    found = SocialAccount.objects.filter(user=user)
    return {"connected accounts": rows(found, "provider", "uid", "extra_data", "date_joined", "last_login")}


def rows(found: Any, *fields: str) -> list[dict[str, Any]]:
    return list(found.values(*fields))


def files(user: User) -> Iterable[FieldFile]:
    return [user.avatar] if user.avatar else []


def deletion_blocker(user: User) -> str:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        return _("You are the only superuser. Make another user a superuser first.")
    return ""


def erase(user: User, delete_comments: bool) -> None:
    user.avatar.delete(save=False)
    for export in user.exports.all():
        export.discard()
    if not settings.SOCIAL_LOGIN:
        delete_orphaned_social_accounts(user)


def delete_orphaned_social_accounts(user: User) -> None:
    """While social login is off, Django doesn't know its table, whose foreign key would prevent the deletion.

    One query for the list of tables.
    """
    with connection.cursor() as cursor:
        if SOCIAL_ACCOUNTS in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {SOCIAL_ACCOUNTS} WHERE user_id = %s", [user.pk])  # noqa: S608 - a constant


register(
    DataProvider(
        "account",
        on_delete={
            "account.EmailAddress.user": "erased",
            "accounts.DataExport.user": "erased",
            "accounts.EmailChange.user": "erased",
            "accounts.Invitation.made_by": "kept without the person",
            "accounts.Invitation.used_by": "kept without the person",
            "accounts.User_groups.user": "erased",
            "accounts.User_user_permissions.user": "erased",
            "admin.LogEntry.user": "erased",
            "mfa.Authenticator.user": "erased",
            **({"socialaccount.SocialAccount.user": "erased"} if settings.SOCIAL_LOGIN else {}),
            "usersessions.UserSession.user": "erased",
        },
        collect=collect,
        files=files,
        deletion_blocker=deletion_blocker,
        erase=erase,
    )
)
