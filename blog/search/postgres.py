from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

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
POSTS_OF_WORDS = "SELECT word, post_id FROM blog_search_word WHERE word IN ({words}) ORDER BY post_id DESC LIMIT %s"


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
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM blog_search, to_tsquery('simple', %s) query WHERE document @@ query "
            "ORDER BY ts_rank(%s::float4[], document, query, 1) DESC, post_id DESC LIMIT %s",
            [" & ".join(map(quote_phrase, phrases)), WEIGHTS, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def newest(phrases: list[list[str]], limit: int) -> list[int]:
    return newest_matches(" & ".join(map(quote_phrase, phrases)), limit)


def newest_titles(phrases: list[list[str]], limit: int) -> list[int]:
    last = quote_phrase(phrases[-1], weight="A", min_prefix=1)
    return newest_matches(" & ".join([*(quote_phrase(words, weight="A") for words in phrases[:-1]), last]), limit)


def newest_matches(expression: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM blog_search WHERE document @@ to_tsquery('simple', %s) ORDER BY post_id DESC LIMIT %s",
            [expression, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def all_matches(phrases: list[list[str]]) -> RawSQL:
    sql = "SELECT post_id FROM blog_search WHERE document @@ to_tsquery('simple', %s)"
    return RawSQL(sql, [" & ".join(map(quote_phrase, phrases))])  # noqa: S611


def quote_phrase(words: list[str], *, weight: str = "", min_prefix: int = MIN_PREFIX_LENGTH) -> str:
    """A phrase for to_tsquery. Words contain only letters and digits (see ``blog.search.tokenizer``)."""
    lexemes = [f"'{word}':{weight}" if weight else f"'{word}'" for word in words]
    if len(words[-1]) >= min_prefix:
        lexemes[-1] = f"'{words[-1]}':*{weight}"
    return "(" + " <-> ".join(lexemes) + ")"


def words_starting_with(starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    return look_up_words(WORDS_OF_PREFIX, starts)


def posts_with(words: Iterable[str]) -> list[tuple[str, int]]:
    return look_up_posts(POSTS_OF_WORDS, words)
