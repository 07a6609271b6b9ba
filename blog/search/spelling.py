"""“Did you mean”: what was typed, with its unknown words replaced by near ones that published articles hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from blog.models import Post
from blog.search.tokenizer import CJK, MAX_WORD_LENGTH, fold, tokenize

MAX_WORDS = 4
MAX_CANDIDATES = 8  # words looked at more closely for each word typed
MIN_LENGTH = 4
TWO_EDITS_FROM = 6  # a shorter word with two wrong letters is another word


class Vocabulary(Protocol):
    def words_starting_with(self, starts: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
        """Words of the index for each (beginning, least and greatest length), with how many articles hold them."""

    def posts_with(self, words: Iterable[str]) -> list[tuple[str, int]]:
        """(word, post) pairs for these exact words."""


def correct_spelling(text: str, vocabulary: Vocabulary) -> str:
    """``text`` with near words in place of those that no published article holds, or "" where there is nothing to mend.

    The index holds drafts too, so a word counts only when a published article holds exactly that word. Three queries.
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
    """For each word the nearest of the index, nearest and most used first. One query.

    The first letter is right, or it was left out or swapped with the second.
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


def edit_distance(typed: str, word: str, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour; ``most`` + 1 for anything further.

    0 where ``word`` begins with what was typed, for search finds that. Optimal string alignment distance.
    """
    if word.startswith(typed):
        return 0
    if abs(len(typed) - len(word)) > most or len(set(typed) ^ set(word)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, start=1):
        now = [row]
        for column, other in enumerate(word, start=1):
            cost = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and other == typed[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def replace_words(text: str, changes: Mapping[str, str]) -> str:
    """Only the wrong words change; the rest, quotation marks too, stays as it was typed."""
    return re.sub(r"\w+", lambda match: changes.get(fold(match[0]), match[0]), text)
