from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from blog.search.ranking import MAX_RANKED, titles_first
from blog.search.tokenizer import MAX_WORD_LENGTH
from blog.search.vocabulary import look_up_posts, look_up_words

TABLE = (
    "CREATE VIRTUAL TABLE blog_search USING fts5(title, byline, text, "
    "tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
)
# For each word the number of articles, and which these are. FTS5 computes both from its index.
VOCABULARY = [
    "CREATE VIRTUAL TABLE blog_search_word USING fts5vocab(blog_search, 'row')",
    "CREATE VIRTUAL TABLE blog_search_place USING fts5vocab(blog_search, 'instance')",
]
VOCABULARY_TABLES = ["blog_search_place", "blog_search_word"]
MIN_PREFIX_LENGTH = 3
WORDS_OF_PREFIX = (
    "SELECT * FROM (SELECT term, doc FROM blog_search_word "
    "WHERE term >= %s AND term < %s AND length(term) BETWEEN %s AND %s LIMIT %s)"
)
POSTS_OF_WORD = (
    "SELECT * FROM (SELECT %s, rowid FROM blog_search WHERE blog_search MATCH %s ORDER BY rowid DESC LIMIT %s)"
)


def add(post_id: int, title: str, byline: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blog_search (rowid, title, byline, text) VALUES (%s, %s, %s, %s)",
            [post_id, title, byline, text],
        )


def remove(post_ids: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM blog_search WHERE rowid = %s", [(pk,) for pk in post_ids])


def find(phrases: list[list[str]], limit: int) -> list[int]:
    """A word in the title counts as much as ten in the text.

    If there are more than MAX_RANKED articles, the newest of them are ranked; after those with the words in their
    titles come older ones with such titles. One query for one article, else two or three.
    """
    expression = " ".join(map(quote_phrase, phrases))
    candidates = newest_matches(expression, MAX_RANKED)
    if len(candidates) < 2:
        return candidates
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM blog_search WHERE blog_search MATCH %s AND rowid >= %s "
            "ORDER BY bm25(blog_search, 10.0, 4.0, 1.0), rowid DESC LIMIT %s",
            [expression, candidates[-1], limit],
        )
        ranked = [pk for (pk,) in cursor.fetchall()]
    if len(candidates) < MAX_RANKED:
        return ranked
    return titles_first(ranked, newest_matches(f"title : ({expression})", limit), limit)


def newest(phrases: list[list[str]], limit: int) -> list[int]:
    """Much faster than ``find`` where a word is in many articles."""
    return newest_matches(" ".join(map(quote_phrase, phrases)), limit)


def newest_titles(phrases: list[list[str]], limit: int) -> list[int]:
    words = [*map(quote_phrase, phrases[:-1]), quote_phrase(phrases[-1], min_prefix=1)]
    return newest_matches(f"title : ({' AND '.join(words)})", limit)


def newest_matches(expression: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM blog_search WHERE blog_search MATCH %s ORDER BY rowid DESC LIMIT %s",
            [expression, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def all_matches(phrases: list[list[str]]) -> RawSQL:
    sql = "SELECT rowid FROM blog_search WHERE blog_search MATCH %s"
    return RawSQL(sql, [" ".join(map(quote_phrase, phrases))])  # noqa: S611


def quote_phrase(words: list[str], min_prefix: int = MIN_PREFIX_LENGTH) -> str:
    """A phrase in the syntax of FTS5. Words contain only letters and digits (see ``blog.search.tokenizer``)."""
    star = " *" if len(words[-1]) >= min_prefix else ""
    return f'"{" ".join(words)}"{star}'


def words_starting_with(starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    return look_up_words(WORDS_OF_PREFIX, starts)


def posts_with(words: Iterable[str]) -> list[tuple[str, int]]:
    return look_up_posts(POSTS_OF_WORD, [(word, quote_phrase([word], MAX_WORD_LENGTH + 1)) for word in sorted(words)])
