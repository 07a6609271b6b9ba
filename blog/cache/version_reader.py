"""Reads the versions of cache tags, at the least cost that the database allows."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any

from django.db import connection

from blog.cache.versions import current_versions


def read_versions(tags: Iterable[str]) -> dict[str, int]:
    """The committed versions of at least these tags. For use outside of Django's requests: leaves no connection open.

    One query; on SQLite none, if nothing was committed since this thread read them.
    """
    if notices_commits():
        with connection.wrap_database_errors:
            return sqlite_versions.read(tags)
    try:
        return current_versions(tags)
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def remembered_since_commit() -> dict[Hashable, Any] | None:
    """What this thread derived from the versions, to read and to fill. It is empty after each commit.

    None if commits can't be noticed without a query, and while the database fails. No query.
    """
    if not notices_commits():
        return None
    try:
        sqlite_versions.notice_commits()
    except sqlite3.Error:
        sqlite_versions.close()
        return None
    return sqlite_versions.derived


@cache
def notices_commits() -> bool:
    """Whether the database is a SQLite file, the only one that says at no cost whether anything was committed."""
    return connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined]


class SQLiteVersions(threading.local):
    """What a thread knows of the versions, until another connection commits.

    It needs a connection of its own: SQLite's ``data_version`` doesn't change for the commits of the same connection.
    """

    def __init__(self) -> None:
        self.connection: sqlite3.Connection | None = None
        self.data_version: int | None = None
        self.known: dict[str, int] = {}
        self.derived: dict[Hashable, Any] = {}

    def read(self, tags: Iterable[str]) -> dict[str, int]:
        try:
            link = self.notice_commits()
            if unknown := [tag for tag in tags if tag not in self.known]:
                rows = link.execute(
                    f"SELECT tag, version FROM blog_pageversion WHERE tag IN ({', '.join('?' * len(unknown))})",  # noqa: S608
                    unknown,
                )
                self.known |= dict.fromkeys(unknown, 0) | dict(rows.fetchall())
        except sqlite3.Error:
            self.close()
            raise
        return self.known

    def notice_commits(self) -> sqlite3.Connection:
        """Forget everything if there was one. Takes a few microseconds."""
        if self.connection is None:
            self.connection = connect()
        (data_version,) = self.connection.execute("PRAGMA data_version").fetchone()
        if data_version != self.data_version:
            self.data_version, self.known = data_version, {}
            self.derived.clear()
        return self.connection

    def close(self) -> None:
        """The next reading opens the file again: it may have been replaced."""
        if self.connection is not None:
            self.connection.close()
            self.connection = self.data_version = None


def connect() -> sqlite3.Connection:
    link = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=1, isolation_level=None)
    link.execute("PRAGMA query_only = on")
    return link


sqlite_versions = SQLiteVersions()
