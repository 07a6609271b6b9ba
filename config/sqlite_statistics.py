"""What SQLite assumes about the tables: that the blog is large.

Without statistics, SQLite takes an equality of two columns to find ten rows, even that of a status which most rows
have. ANALYZE would count a blog while it is small, and plan for that when it has grown. These statistics are those of
a blog with 100,000 articles and ten times as many comments; a small blog is fast by any plan.
See https://www.sqlite.org/fileformat2.html#stat1tab and "query planner stability" there.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

ROWS = {"blog_section": 500_000, "comments_comment": 1_000_000, "comments_decision": 1_000_000}
OTHER_ROWS = 100_000
SMALL = {"blog_site", "blog_pageversion", "blog_series", "blog_tag", "comments_houserules", "comments_wordrule"}
COMMENT_STATUSES = 100  # most comments are approved, but the queue asks for the few that are pending
PARTIAL = 100  # one of so many rows is in a partial index
# How many different values a column has. Others are assumed to be different in each row.
VALUES = {
    "status": 4, "kind": 2, "is_staff": 2, "author_id": 1_000, "user_id": 10_000, "by_id": 20,
    "decided_by_id": 20, "tag_id": 500, "series_id": 500, "cover_id": 10_000, "post_id": 100_000, "related_id": 100_000,
    "network": 50_000, "term": 10_000, "root_id": 300_000, "parent_id": 300_000, "comment_id": 900_000,
}  # fmt: skip


def write_statistics(connection: BaseDatabaseWrapper) -> None:
    """Replace the statistics of all tables of this project. Connections that are open keep their plans."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE blog_site")  # creates the table of statistics
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute(
            "SELECT name FROM sqlite_schema "
            "WHERE type = 'table' AND name GLOB '[abc]*[_]*' AND name NOT GLOB 'blog_search*'"
        )
        for (table,) in cursor.fetchall():
            rows = 100 if table in SMALL else ROWS.get(table, OTHER_ROWS)
            cursor.execute("SELECT name, partial FROM pragma_index_list(%s)", [table])
            for index, is_partial in cursor.fetchall():
                cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [index])
                columns = [name for (name,) in cursor.fetchall()]
                numbers = rows_by_prefix(table, rows // PARTIAL if is_partial else rows, columns)
                cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [table, index, numbers])
        cursor.execute("ANALYZE sqlite_schema")  # reads the table


def rows_by_prefix(table: str, rows: int, columns: list[str | None]) -> str:
    """The number of rows, and those with equal values in the first column, the first two, and so on."""
    numbers, equal = [rows], float(rows)
    for column in columns:
        values = (
            COMMENT_STATUSES if (table, column) == ("comments_comment", "status") else VALUES.get(column or "", rows)
        )
        equal = max(1, equal / values)
        numbers.append(round(equal))
    return " ".join(map(str, numbers))


def write_after_migrations(using: str, **kwargs: Any) -> None:
    from django.db import connections

    if connections[using].vendor == "sqlite":
        write_statistics(connections[using])
