"""What the blog knows of a person, and how it forgets. Each app tells its part in ``ready``: imports run one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.files import FieldFile

from accounts.models import User


def nothing(person: User) -> dict[str, Any]:
    return {}


def no_files(person: User) -> Iterable[FieldFile]:
    return ()


def no_hindrance(person: User) -> str:
    return ""


def leave_alone(person: User, erase_writings: bool) -> None:
    """The database's own rules are enough."""


def no_heritage(person: User, new_owner: User) -> int:
    return 0


@dataclass(frozen=True)
class DataProvider:
    """One app's part.

    ``on_delete``: every field of the app that points to a user, «app.Model.field», with what becomes of its rows.
    ``collect``: JSON for the download. ``files``: pictures that go with it. ``deletion_blocker``: why the person cannot
    go yet, as a sentence. ``hand_over``: to somebody else what cannot go. ``erase``: before the account is deleted.
    """

    name: str
    on_delete: dict[str, str]
    collect: Callable[[User], dict[str, Any]] = nothing
    files: Callable[[User], Iterable[FieldFile]] = no_files
    deletion_blocker: Callable[[User], str] = no_hindrance
    hand_over: Callable[[User, User], int] = no_heritage
    erase: Callable[[User, bool], None] = leave_alone


providers: dict[str, DataProvider] = {}


def register(part: DataProvider) -> None:
    providers[part.name] = part


def deletion_blockers(person: User) -> list[str]:
    return [sentence for part in providers.values() if (sentence := part.deletion_blocker(person))]


def hand_over(person: User, new_owner: User) -> int:
    return sum(part.hand_over(person, new_owner) for part in providers.values())
