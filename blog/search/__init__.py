"""Full-text search with one interface and two engines: SQLite's FTS5 and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from blog.models import Post
from blog.models.post import PostQuerySet
from blog.search import postgres, sqlite
from blog.search.spelling import Vocabulary, correct_spelling
from blog.search.tokenizer import parse_phrases, tokenize

MAX_QUERY_LENGTH = 200
MAX_PHRASES = 12
MAX_HITS = 200


class Engine(Vocabulary, Protocol):
    def add(self, post_id: int, title: str, byline: str, text: str) -> None: ...
    def remove(self, post_ids: Iterable[int]) -> None: ...
    def find(self, phrases: list[list[str]], limit: int) -> list[int]: ...
    def all_matches(self, phrases: list[list[str]]) -> RawSQL: ...
    def newest(self, phrases: list[list[str]], limit: int) -> list[int]: ...
    def newest_titles(self, phrases: list[list[str]], limit: int) -> list[int]: ...


@dataclass(frozen=True)
class Query:
    """The typed text, limited in size, and the phrases that articles must contain."""

    text: str
    phrases: list[list[str]]

    @classmethod
    def parse(cls, typed: str) -> Query:
        text = " ".join(typed[:MAX_QUERY_LENGTH].split())
        return cls(text, parse_phrases(text)[:MAX_PHRASES])


def current_engine() -> Engine:
    return postgres if connection.vendor == "postgresql" else sqlite


def index(post: Post) -> None:
    """Update the index entry of a stored post of any status; ``find`` returns only published ones. Five queries."""
    current_engine().remove([post.pk])
    names = [authorship.author.display_name for authorship in post.authorships.select_related("author")]
    tags = post.tags.values_list("name", flat=True)
    sections = post.sections.values_list("heading", "text")
    current_engine().add(
        post.pk,
        title=" ".join(tokenize(post.title)),
        byline=" ".join(tokenize(" ".join([*names, *tags, post.standfirst]))),
        text=" ".join(tokenize(" ".join(part for pair in sections for part in pair))),
    )


def remove(post_ids: Iterable[int]) -> None:
    current_engine().remove(post_ids)


def find(query: Query) -> list[int]:
    """Primary keys of published posts, best first, at most MAX_HITS. Four queries at most, none for an empty query."""
    if not query.phrases:
        return []
    found = current_engine().find(query.phrases, MAX_HITS)
    published = set(Post.objects.published().filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in published]


def among(posts: PostQuerySet, query: Query) -> PostQuerySet:
    """The posts that match a query, whatever their status; none for an empty query. In the order of ``posts``."""
    return posts.filter(pk__in=current_engine().all_matches(query.phrases)) if query.phrases else posts.none()


def find_titles(query: Query, limit: int) -> list[int]:
    """Posts of any status, newest first, with all words in the title; the last may be the beginning of a word.

    Callers check who may see them. One query, none for an empty query.
    """
    return current_engine().newest_titles(query.phrases, limit) if query.phrases else []


def find_anywhere(query: Query, limit: int) -> list[int]:
    """Like ``find_titles``, with the words anywhere in the article."""
    return current_engine().newest(query.phrases, limit) if query.phrases else []


def suggest(query: Query) -> str:
    """A corrected query that finds at least one published article, or "". At most five queries."""
    text = correct_spelling(query.text, current_engine())
    return text if text and find(Query.parse(text)) else ""
