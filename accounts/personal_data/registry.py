"""What the blog stores about a user, and how it is deleted. Each app registers a provider in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.files import FieldFile

from accounts.models import User


@dataclass(frozen=True)
class DataProvider:
    """The personal data of one app."""

    name: str
    #: Every field of the app that points to a user, as "app.Model.field", and what happens to its rows on deletion.
    on_delete: dict[str, str]
    #: JSON for the export.
    collect: Callable[[User], dict[str, Any]] = lambda user: {}
    #: Images for the export.
    files: Callable[[User], Iterable[FieldFile]] = lambda user: ()
    #: Why the account can't be deleted yet, as a sentence; empty if it can.
    deletion_blocker: Callable[[User], str] = lambda user: ""
    #: Give a new owner what blocks the deletion. Returns how many objects that were.
    hand_over: Callable[[User, User], int] = lambda user, new_owner: 0
    #: Called before the account is deleted; the flag says whether to delete the user's comments.
    erase: Callable[[User, bool], None] = lambda user, delete_comments: None


providers: dict[str, DataProvider] = {}


def register(provider: DataProvider) -> None:
    providers[provider.name] = provider


def deletion_blockers(user: User) -> list[str]:
    return [sentence for provider in providers.values() if (sentence := provider.deletion_blocker(user))]


def hand_over(user: User, new_owner: User) -> int:
    return sum(provider.hand_over(user, new_owner) for provider in providers.values())
