"""Reads the versions of cache tags, at the least cost that the database allows."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable

from django.db import connection

from blog.cache.versions import current_versions


def read_versions(tags: Iterable[str]) -> dict[str, int]:
    """The committed versions of at least these tags. For use outside of Django's requests: leaves no connection open.

    One query; on SQLite none, if nothing was committed since this thread read them.
    """
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        with connection.wrap_database_errors:
            return sqlite_versions.read(tags)
    try:
        return current_versions(tags)
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class SQLiteVersions(threading.local):
    """What a thread knows of the versions, until another connection commits.

    It needs a connection of its own: SQLite's ``data_version`` doesn't change for the commits of the same connection.
    """

    def __init__(self) -> None:
        self.connection: sqlite3.Connection | None = None
        self.data_version, self.known = 0, dict[str, int]()

    def read(self, tags: Iterable[str]) -> dict[str, int]:
        try:
            return self.read_changes(tags)
        except sqlite3.Error:
            self.close()  # the file may have been replaced
            raise

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def read_changes(self, tags: Iterable[str]) -> dict[str, int]:
        if self.connection is None:
            self.connection, self.data_version = connect(), 0
        (data_version,) = self.connection.execute("PRAGMA data_version").fetchone()
        if data_version != self.data_version:
            self.data_version, self.known = data_version, {}
        if unknown := [tag for tag in tags if tag not in self.known]:
            rows = self.connection.execute(
                f"SELECT tag, version FROM blog_pageversion WHERE tag IN ({', '.join('?' * len(unknown))})",  # noqa: S608
                unknown,
            )
            self.known |= dict.fromkeys(unknown, 0) | dict(rows.fetchall())
        return self.known


def connect() -> sqlite3.Connection:
    path = str(connection.settings_dict["NAME"])
    link = sqlite3.connect(path, timeout=1, isolation_level=None)
    link.execute("PRAGMA query_only = on")
    return link


sqlite_versions = SQLiteVersions()
