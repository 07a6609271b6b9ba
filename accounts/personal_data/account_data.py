"""The part of a person's data that the accounts app and its libraries keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from accounts.models import EmailChange, Invitation, User
from accounts.personal_data.registry import DataProvider, register


def collect(person: User) -> dict[str, Any]:
    """Secrets stay out: who finds the file must not be able to log in with it."""
    return {
        "profile": {
            "name": person.display_name,
            "e-mail": person.email,
            "public address": person.get_absolute_url(),
            "about": person.bio,
            "links": person.links,
            "picture": person.avatar.name,
            "joined": person.date_joined,
            "last login": person.last_login,
            "last seen": person.last_seen_at,
            "roles": [group.name for group in person.groups.all()],
            "may open the admin": person.is_staff,
        },
        "addresses": rows(EmailAddress.objects.filter(user=person), "email", "verified", "primary"),
        "changes of address": rows(EmailChange.objects.filter(user=person), "old_email", "new_email", "changed_at"),
        "sessions": rows(UserSession.objects.filter(user=person), "created_at", "last_seen_at", "ip", "user_agent"),
        "second factors": rows(Authenticator.objects.filter(user=person), "type", "created_at", "last_used_at"),
        "invitations": rows(Invitation.objects.filter(made_by=person), "note", "made_at", "used_at"),
        "done in the admin": rows(LogEntry.objects.filter(user=person), "action_time", "object_repr", "action_flag"),
        **(connected(person) if settings.SOCIAL_LOGIN else {}),
    }


def connected(person: User) -> dict[str, Any]:
    from allauth.socialaccount.models import SocialAccount

    found = SocialAccount.objects.filter(user=person)
    return {"connected accounts": rows(found, "provider", "uid", "extra_data", "date_joined", "last_login")}


def rows(found: Any, *fields: str) -> list[dict[str, Any]]:
    return list(found.values(*fields))


def files(person: User) -> Iterable[FieldFile]:
    return [person.avatar] if person.avatar else []


def deletion_blocker(person: User) -> str:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        return _("You are the only one who may do everything here. Give these powers to somebody else first.")
    return ""


def erase(person: User, erase_writings: bool) -> None:
    person.avatar.delete(save=False)
    for export in person.exports.all():
        export.discard()


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
