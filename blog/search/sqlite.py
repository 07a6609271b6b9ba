from collections.abc import Iterable

from django.db import connection

TABLE = (
    "CREATE VIRTUAL TABLE blog_search USING fts5(title, byline, text, "
    "tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
)
SHORTEST_PREFIX = 3


def put(post_id: int, title: str, byline: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blog_search (rowid, title, byline, text) VALUES (%s, %s, %s, %s)",
            [post_id, title, byline, text],
        )


def drop(post_ids: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM blog_search WHERE rowid = %s", [(pk,) for pk in post_ids])


def find(phrases: list[list[str]], most: int) -> list[int]:
    """A word in the title weighs as much as ten in the text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM blog_search WHERE blog_search MATCH %s "
            "ORDER BY bm25(blog_search, 10.0, 4.0, 1.0), rowid DESC LIMIT %s",
            [" ".join(map(quoted, phrases)), most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def quoted(words: list[str]) -> str:
    """A phrase in FTS5's own quotes. The words hold letters and digits only (blog.search.words)."""
    star = " *" if len(words[-1]) >= SHORTEST_PREFIX else ""
    return f'"{" ".join(words)}"{star}'
