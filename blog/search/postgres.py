from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from blog.search.ranking import MAX_RANKED, titles_first
from blog.search.vocabulary import look_up_posts, look_up_words

TABLE = (
    "CREATE TABLE blog_search (post_id bigint PRIMARY KEY, document tsvector NOT NULL); "
    "CREATE INDEX blog_search_document ON blog_search USING gin (document)"
)
# The words of each entry, sorted by code point, so that a prefix is a range.
VOCABULARY = [
    'CREATE TABLE blog_search_word (word text COLLATE "C" NOT NULL, '
    "post_id bigint NOT NULL REFERENCES blog_search ON DELETE CASCADE, PRIMARY KEY (word, post_id))",
    "CREATE INDEX blog_search_word_post ON blog_search_word (post_id)",
    "INSERT INTO blog_search_word SELECT unnest(tsvector_to_array(document)), post_id FROM blog_search",
]
VOCABULARY_TABLES = ["blog_search_word"]
# Weights of D, C, B and A: a word in the title counts as much as ten in the text.
WEIGHTS = "{0.1, 0.1, 0.4, 1.0}"
MIN_PREFIX_LENGTH = 3
WORDS_OF_PREFIX = (
    "(SELECT word, count(*) FROM blog_search_word "
    "WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s GROUP BY word LIMIT %s)"
)
POSTS_OF_WORD = "(SELECT word, post_id FROM blog_search_word WHERE word = %s ORDER BY post_id DESC LIMIT %s)"
# The words of titles have an index of their own, because that of the documents doesn't know weights.
TITLES = "ts_filter(document, '{a}')"
TITLE_INDEX = f"CREATE INDEX blog_search_title ON blog_search USING gin ({TITLES})"


def add(post_id: int, title: str, byline: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH entry AS (INSERT INTO blog_search (post_id, document) VALUES (%s, "
            "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B') "
            "|| to_tsvector('simple', %s)) RETURNING post_id, document) "
            "INSERT INTO blog_search_word SELECT unnest(tsvector_to_array(document)), post_id FROM entry",
            [post_id, title, byline, text],
        )


def remove(post_ids: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blog_search WHERE post_id = ANY(%s)", [list(post_ids)])


def find(phrases: list[list[str]], limit: int) -> list[int]:
    """If there are more than MAX_RANKED articles, the newest of them are ranked; after those with the words in their
    titles come older ones with such titles. One query, or two.
    """
    expression = " & ".join(map(quote_phrase, phrases))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id, COUNT(*) OVER () FROM (SELECT post_id, document FROM blog_search "
            "WHERE document @@ to_tsquery('simple', %s) ORDER BY post_id DESC LIMIT %s) AS newest "
            "ORDER BY ts_rank(%s::float4[], document, to_tsquery('simple', %s), 1) DESC, post_id DESC LIMIT %s",
            [expression, MAX_RANKED, WEIGHTS, expression, limit],
        )
        rows = cursor.fetchall()
    ranked = [pk for pk, _candidates in rows]
    if not rows or rows[0][1] < MAX_RANKED:
        return ranked
    return titles_first(ranked, newest_title_matches(expression, limit), limit)


def newest(phrases: list[list[str]], limit: int) -> list[int]:
    return newest_matches(" & ".join(map(quote_phrase, phrases)), limit)


def newest_titles(phrases: list[list[str]], limit: int) -> list[int]:
    words = [*map(quote_phrase, phrases[:-1]), quote_phrase(phrases[-1], min_prefix=1)]
    return newest_title_matches(" & ".join(words), limit)


def newest_matches(expression: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM blog_search WHERE document @@ to_tsquery('simple', %s) ORDER BY post_id DESC LIMIT %s",
            [expression, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def newest_title_matches(expression: str, limit: int) -> list[int]:
    """All matches are found by the index, before they are sorted.

    Otherwise PostgreSQL may read all articles from the newest on, because it expects to find enough soon.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED (SELECT post_id FROM blog_search WHERE {TITLES} @@ to_tsquery('simple', %s)) "  # noqa: S608
            "SELECT post_id FROM found ORDER BY post_id DESC LIMIT %s",
            [expression, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def all_matches(phrases: list[list[str]]) -> RawSQL:
    sql = "SELECT post_id FROM blog_search WHERE document @@ to_tsquery('simple', %s)"
    return RawSQL(sql, [" & ".join(map(quote_phrase, phrases))])  # noqa: S611


def quote_phrase(words: list[str], *, min_prefix: int = MIN_PREFIX_LENGTH) -> str:
    """A phrase for to_tsquery. Words contain only letters and digits (see ``blog.search.tokenizer``)."""
    lexemes = [f"'{word}'" for word in words]
    if len(words[-1]) >= min_prefix:
        lexemes[-1] = f"'{words[-1]}':*"
    return "(" + " <-> ".join(lexemes) + ")"


def words_starting_with(starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    return look_up_words(WORDS_OF_PREFIX, starts)


def posts_with(words: Iterable[str]) -> list[tuple[str, int]]:
    return look_up_posts(POSTS_OF_WORD, [(word,) for word in sorted(words)])
