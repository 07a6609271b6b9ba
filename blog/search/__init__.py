"""Full-text search behind one interface: SQLite's FTS5 or PostgreSQL's, chosen by the database in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

from blog.models import Post
from blog.search import postgres, sqlite
from blog.search.spelling import Vocabulary, corrected
from blog.search.tokenizer import phrases_of, words_of

LONGEST_QUERY = 200
MOST_PHRASES = 12
MOST_HITS = 200


class Engine(Vocabulary, Protocol):
    def put(self, post_id: int, title: str, byline: str, text: str) -> None: ...
    def drop(self, post_ids: Iterable[int]) -> None: ...
    def find(self, phrases: list[list[str]], most: int) -> list[int]: ...


@dataclass(frozen=True)
class Query:
    """What a reader typed, bounded, and the phrases that must all be found."""

    text: str
    phrases: list[list[str]]

    @classmethod
    def parse(cls, typed: str) -> Query:
        text = " ".join(typed[:LONGEST_QUERY].split())
        return cls(text, phrases_of(text)[:MOST_PHRASES])


def engine() -> Engine:
    return postgres if connection.vendor == "postgresql" else sqlite


def index(post: Post) -> None:
    """Bring the entry of a stored post up to date, published or not: ``find`` tells. Five queries."""
    engine().drop([post.pk])
    names = [authorship.author.display_name for authorship in post.authorships.select_related("author")]
    tags = post.tags.values_list("name", flat=True)
    sections = post.sections.values_list("heading", "text")
    engine().put(
        post.pk,
        title=" ".join(words_of(post.title)),
        byline=" ".join(words_of(" ".join([*names, *tags, post.standfirst]))),
        text=" ".join(words_of(" ".join(part for pair in sections for part in pair))),
    )


def forget(post_ids: Iterable[int]) -> None:
    engine().drop(post_ids)


def find(query: Query) -> list[int]:
    """Keys of published posts, best first, at most MOST_HITS. Two queries, none for an empty query."""
    if not query.phrases:
        return []
    found = engine().find(query.phrases, MOST_HITS)
    published = set(Post.objects.published().filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in published]


def suggest(query: Query) -> str:
    """What the reader may have meant, or "". It finds at least one published article. At most five queries."""
    text = corrected(query.text, engine())
    return text if text and find(Query.parse(text)) else ""
