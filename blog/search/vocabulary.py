"""Look-ups of words in the search index: the same for both engines, which pass their SQL as ``select``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

MAX_WORDS = 5_000
MAX_POSTS = 100  # with one word
LAST_CHARACTER = "\U0010ffff"


def look_up_words(select: str, starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """Words with their numbers of articles. One query. Each prefix is a range of the index, limited to MAX_WORDS.

    ``select`` finds the words of one prefix. Its parameters: from, before, minimum length, maximum length, limit.
    """
    starts = sorted(starts)
    values = [
        value
        for prefix, shortest, longest in starts
        for value in (prefix, prefix + LAST_CHARACTER, shortest, longest, MAX_WORDS)
    ]
    return fetch(" UNION ".join([select] * len(starts)), values)


def look_up_posts(select: str, words: Sequence[tuple[str, ...]]) -> list[tuple[str, int]]:
    """Words with the primary keys of the newest MAX_POSTS articles of each. One query, none without words.

    ``select`` finds those of one word. Its parameters are an item of ``words`` and the limit.
    """
    values = [value for word in words for value in (*word, MAX_POSTS)]
    return fetch(" UNION ALL ".join([select] * len(words)), values) if words else []


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(word, number) for word, number in cursor.fetchall()]
