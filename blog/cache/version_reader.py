"""Reads the versions of cache tags past the ORM, and notices at little cost whether anything was committed."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from blog.cache.versions import ANY_CHANGE, current_versions
from blog.cache.wal_index import WalIndex, open_wal_index

# SQLite says whether another connection has committed anything; elsewhere, every change increments the common version.
# With SQLite's write-ahead log, its index is looked at instead.
COMMIT_MARKER = {
    "sqlite": "PRAGMA data_version",
    "postgresql": f"SELECT version FROM blog_pageversion WHERE tag = '{ANY_CHANGE}'",  # noqa: S608
}


def read_versions(tags: Iterable[str]) -> dict[str, int]:
    """The committed versions of at least these tags. For use outside of Django's requests: leaves no connection open.

    One query, and another one if something was committed since this thread asked. On SQLite the second only.
    """
    if may_see_uncommitted():
        return current_versions(tags)
    return committed.read(tags)


def remembered_since_commit() -> dict[Hashable, Any] | None:
    """What this thread derived from the versions, to read. It is empty after each commit.

    No query on SQLite, else one. None inside a transaction, where versions may not be committed.
    """
    if may_see_uncommitted():
        return None
    committed.notice_commits()
    return committed.derived


def derived_from_last_read() -> dict[Hashable, Any] | None:
    """The same dictionary, to add what was derived from the versions that this thread read last. No query.

    It doesn't look for commits: what was derived before a commit must not be kept as if it were derived after it.
    """
    return None if may_see_uncommitted() else committed.derived


def may_see_uncommitted() -> bool:
    """Whether this thread is in a transaction, or shares a database in memory. In production it is not."""
    return connection.in_atomic_block or (connection.vendor == "sqlite" and connection.is_in_memory_db())  # type: ignore[attr-defined]


class CommittedVersions(threading.local):
    """What a thread knows of the versions, until something is committed.

    It has a connection of its own: SQLite's ``data_version`` doesn't change for the commits of the same connection, and
    taking one from PostgreSQL's pool takes longer than the query.
    """

    def __init__(self) -> None:
        self.link: BaseDatabaseWrapper | None = None
        self.wal: WalIndex | None = None
        self.marker: object = None
        self.known: dict[str, int] = {}
        self.derived: dict[Hashable, Any] = {}

    def notice_commits(self) -> None:
        """Forget everything if there was one."""
        answer = None if self.wal else self.query(COMMIT_MARKER[connection.vendor])
        marker = self.wal.header() if self.wal else answer
        if marker != self.marker:
            self.marker, self.known = marker, {}
            self.derived.clear()

    def read(self, tags: Iterable[str]) -> dict[str, int]:
        self.notice_commits()
        if unknown := [tag for tag in tags if tag not in self.known]:
            sign = "?" if connection.vendor == "sqlite" else "%s"
            places = ", ".join([sign] * len(unknown))
            rows = self.query(f"SELECT tag, version FROM blog_pageversion WHERE tag IN ({places})", unknown)  # noqa: S608
            self.known |= dict.fromkeys(unknown, 0) | dict(rows)
        return self.known

    def query(self, sql: str, parameters: list[str] | None = None) -> list[Any]:
        """Raises DatabaseError. A connection that the server has closed is opened again."""
        if self.link is not None:
            try:
                return self.rows(self.link, sql, parameters)
            except DatabaseError:
                self.close()
        self.link = open_link()
        found = self.rows(self.link, sql, parameters)
        if self.link.vendor == "sqlite":
            self.wal = open_wal_index(str(self.link.settings_dict["NAME"]))
        return found

    def rows(self, link: BaseDatabaseWrapper, sql: str, parameters: list[str] | None) -> list[Any]:
        with link.wrap_database_errors:
            raw: Any = link.connection
            cursor = raw.cursor() if link.vendor == "sqlite" else link.Database.Cursor(raw)  # type: ignore[attr-defined]
            return cursor.execute(sql, parameters or ()).fetchall()  # type: ignore[no-any-return]

    def close(self) -> None:
        if self.wal is not None:
            self.wal.close()
            self.wal = None
        if self.link is not None:
            self.link.close()
            self.link = self.marker = None


def open_link() -> BaseDatabaseWrapper:
    """A connection with the settings of the site's, but past the pool, and without transactions."""
    link = connection.copy()
    link.settings_dict["OPTIONS"].pop("pool", None)
    link.ensure_connection()  # unlike connect(), raises errors of Django
    return link


committed = CommittedVersions()
