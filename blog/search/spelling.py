"""Search suggestions: unknown words of a query are replaced by similar words of published articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from blog.models import Post
from blog.search.tokenizer import CJK, MAX_WORD_LENGTH, fold, tokenize

MAX_WORDS = 4
MAX_CANDIDATES = 8  # candidates for each typed word
MIN_LENGTH = 4
TWO_EDITS_FROM = 6  # with two edits, shorter words would become other words


class Vocabulary(Protocol):
    def words_starting_with(self, starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
        """Words of the index for each (prefix, minimum length, maximum length), with their numbers of articles."""

    def posts_with(self, words: Iterable[str]) -> list[tuple[str, int]]:
        """Pairs of word and primary key of a post for these words."""


def correct_spelling(text: str, vocabulary: Vocabulary) -> str:
    """The text with unknown words replaced by similar ones, or "" if there is nothing to correct.

    The index also contains drafts, so only words of published articles count as known. Three queries.
    """
    typed = list(dict.fromkeys(word for word in tokenize(text) if len(word) >= MIN_LENGTH and not CJK.match(word)))
    typed = typed[:MAX_WORDS]
    if not typed:
        return ""
    near = find_similar_words(typed, vocabulary)
    public = published_words({word for words in near.values() for word in words}, vocabulary)
    changes = {}
    for word in typed:
        known = [candidate for candidate in near[word] if candidate in public]
        if not known:
            return ""
        if not known[0].startswith(word):
            changes[word] = known[0]
    return replace_words(text, changes) if changes else ""


def find_similar_words(typed: list[str], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The most similar words of the index for each typed word, by distance and then by frequency. One query.

    The first letter must be correct, missing, or swapped with the second.
    """
    starts = {(word, len(word), MAX_WORD_LENGTH) for word in typed} | {
        (letter, len(word) - allowed_edits(word), len(word) + allowed_edits(word))
        for word in typed
        for letter in word[:2]
    }
    found = dict(vocabulary.words_starting_with(starts))
    near = {}
    for word in typed:
        ranked = sorted(
            (distance, -uses, candidate)
            for candidate, uses in found.items()
            if (distance := edit_distance(word, candidate, allowed_edits(word))) <= allowed_edits(word)
        )
        near[word] = [candidate for _distance, _uses, candidate in ranked[:MAX_CANDIDATES]]
    return near


def published_words(words: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """Two queries."""
    posts = defaultdict(set)
    for word, post in vocabulary.posts_with(words):
        posts[word].add(post)
    public = set(Post.objects.published().filter(pk__in=set().union(*posts.values())).values_list("pk", flat=True))
    return {word for word, holders in posts.items() if holders & public}


def allowed_edits(word: str) -> int:
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def edit_distance(typed: str, word: str, limit: int) -> int:
    """The optimal string alignment distance, or ``limit`` + 1 if it is larger.

    It is 0 if ``word`` starts with ``typed``, because search finds such words.
    """
    if word.startswith(typed):
        return 0
    if abs(len(typed) - len(word)) > limit or len(set(typed) ^ set(word)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, start=1):
        now = [row]
        for column, other in enumerate(word, start=1):
            cost = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and other == typed[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, last = last, now
    return last[-1]


def replace_words(text: str, changes: Mapping[str, str]) -> str:
    """Replaces only the wrong words and leaves the rest unchanged, including quotation marks."""
    return re.sub(r"\w+", lambda match: changes.get(fold(match[0]), match[0]), text)
