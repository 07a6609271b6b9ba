"""The section of an article that matches a query best, and an excerpt with the hits marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from blog.search.tokenizer import CJK, fold

SNIPPET_LENGTH = 220
CONTEXT_BEFORE = 60


@dataclass(frozen=True)
class Snippet:
    """``pieces`` are pairs of text and whether it is a hit. ``anchor`` is empty for the start of the article."""

    anchor: str
    heading: str
    pieces: list[tuple[str, bool]]


def best_snippet(sections: Sequence[tuple[str, str, str]], phrases: list[list[str]], fallback: str) -> Snippet:
    """From the section with the most hits, or from ``fallback`` if only the title matches.

    Sections are anchor, heading and text.
    """
    pattern = re.compile("|".join(map(phrase_pattern, phrases)))
    best, hits = None, 0
    for section in sections:
        found = {match[0] for match in pattern.finditer(fold_in_place(" ".join(section[1:])))}
        if len(found) > hits:
            best, hits = section, len(found)
    if best is None:
        return Snippet("", "", mark_hits(fallback, pattern))
    anchor, heading, text = best
    return Snippet(anchor, heading, mark_hits(excerpt(text or heading, pattern), pattern))


def phrase_pattern(words: list[str]) -> str:
    """Matches the start of a word, or CJK characters anywhere. Fast, because it begins with a letter."""
    first, *others = map(re.escape, words)
    text = "".join(rf"\W*{word}" for word in others)
    return f"{first}{text}" if CJK.match(words[0]) else rf"{first}(?<!\w{first}){text}\w*"


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    first = pattern.search(fold_in_place(text))
    start = max(0, first.start() - CONTEXT_BEFORE) if first else 0
    if start:
        start = text.find(" ", start, start + 20) + 1 or start
    end = start + SNIPPET_LENGTH
    if len(text) > end:
        end = max(text.rfind(" ", end - 20, end + 1), 0) or end  # don't cut words if there are spaces
    return ("… " if start else "") + text[start:end].rstrip() + (" …" if len(text) > end else "")


def mark_hits(text: str, pattern: re.Pattern[str]) -> list[tuple[str, bool]]:
    pieces, position = [], 0
    for match in pattern.finditer(fold_in_place(text)):
        pieces += [(text[position : match.start()], False), (text[match.start() : match.end()], True)]
        position = match.end()
    return [piece for piece in [*pieces, (text[position:], False)] if piece[0]]


class FoldedCharacters(dict[int, str]):
    """Maps code points to folded characters, or to themselves if they would become longer or shorter."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        bare = fold(character)
        self[code] = bare if len(bare) == 1 else character
        return self[code]


FOLDED = FoldedCharacters()


def fold_in_place(text: str) -> str:
    """Folded text of the same length, so that positions of hits are valid in the original."""
    return text.translate(FOLDED)
