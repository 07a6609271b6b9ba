"""Which part of an article answers a search, and the words around the hit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from blog.models import Section
from blog.search.tokenizer import CJK, plain

LENGTH = 220
BEFORE = 60


@dataclass(frozen=True)
class Snippet:
    """``pieces`` are (text, is a hit) in order; ``anchor`` is empty for the start of the article."""

    anchor: str
    heading: str
    pieces: list[tuple[str, bool]]


def best_snippet(sections: Sequence[Section], phrases: list[list[str]], fallback: str) -> Snippet:
    """From the section that holds most of the words; ``fallback`` when they stand in the title only."""
    pattern = re.compile("|".join(map(loose, phrases)))
    best, hits = None, 0
    for section in sections:
        found = {match[0] for match in pattern.finditer(same_length(f"{section.heading} {section.text}"))}
        if len(found) > hits:
            best, hits = section, len(found)
    if best is None:
        return Snippet("", "", marked(fallback, pattern))
    return Snippet(best.anchor, best.heading, marked(excerpt(best.text or best.heading, pattern), pattern))


def loose(words: list[str]) -> str:
    """The start of a word, or the characters of a CJK run wherever they stand."""
    text = r"\W*".join(map(re.escape, words))
    return text if CJK.match(words[0]) else rf"(?<!\w){text}\w*"


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    first = pattern.search(same_length(text))
    start = max(0, first.start() - BEFORE) if first else 0
    if start:
        start = text.find(" ", start, start + 20) + 1 or start
    end = start + LENGTH
    if len(text) > end:
        end = max(text.rfind(" ", end - 20, end + 1), 0) or end  # no word is cut, where there are spaces
    return ("… " if start else "") + text[start:end].rstrip() + (" …" if len(text) > end else "")


def marked(text: str, pattern: re.Pattern[str]) -> list[tuple[str, bool]]:
    pieces, position = [], 0
    for match in pattern.finditer(same_length(text)):
        pieces += [(text[position : match.start()], False), (text[match.start() : match.end()], True)]
        position = match.end()
    return [piece for piece in [*pieces, (text[position:], False)] if piece[0]]


def same_length(text: str) -> str:
    """Plain text in which every character keeps its place, so that a hit can be marked in the original."""
    return "".join(bare if len(bare := plain(character)) == 1 else character for character in text)
