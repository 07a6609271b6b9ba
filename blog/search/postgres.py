from collections.abc import Iterable

from django.db import connection

TABLE = (
    "CREATE TABLE blog_search (post_id bigint PRIMARY KEY, document tsvector NOT NULL); "
    "CREATE INDEX blog_search_document ON blog_search USING gin (document)"
)
# Weights of D, C, B, A: a word in the title weighs as much as many in the text.
WEIGHTS = "{0.1, 0.1, 0.4, 1.0}"
SHORTEST_PREFIX = 3


def put(post_id: int, title: str, byline: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blog_search (post_id, document) VALUES (%s, "
            "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B') "
            "|| to_tsvector('simple', %s))",
            [post_id, title, byline, text],
        )


def drop(post_ids: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blog_search WHERE post_id = ANY(%s)", [list(post_ids)])


def find(phrases: list[list[str]], most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM blog_search, to_tsquery('simple', %s) query WHERE document @@ query "
            "ORDER BY ts_rank(%s::float4[], document, query, 1) DESC, post_id DESC LIMIT %s",
            [" & ".join(map(quoted, phrases)), WEIGHTS, most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def quoted(words: list[str]) -> str:
    """A phrase for to_tsquery. The words hold letters and digits only (blog.search.words)."""
    lexemes = [f"'{word}'" for word in words]
    if len(words[-1]) >= SHORTEST_PREFIX:
        lexemes[-1] += ":*"
    return "(" + " <-> ".join(lexemes) + ")"
