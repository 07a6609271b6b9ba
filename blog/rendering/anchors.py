"""Stable anchors: a section keeps its anchor when its heading is reworded or moved."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# The similarity that a heading needs to inherit the anchor of a previous one.
MIN_SIMILARITY = 0.6
# Comparing is slow: if more headings than this have no equal in the previous text, all get new anchors.
MAX_COMPARED = 100
MAX_LENGTH = 80
APOSTROPHES = frozenset("'’ʼ")
# Letters, digits and combining marks: Python's \w doesn't include the vowels of Hindi and Thai.
KEPT_CATEGORIES = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Mn", "Nd", "Nl"})
EMOJI_PARTS = frozenset(map(chr, range(0xFE00, 0xFE10))) | {"\u20e3"}


class PreviousSection(NamedTuple):
    heading: str
    anchor: str
    text: str = ""


def choose_anchors(
    headings: Sequence[str], previous: Sequence[tuple[str, ...]], texts: Sequence[str] = ()
) -> list[str]:
    """A unique anchor for each heading that isn't empty.

    ``previous`` lists (heading, anchor, text); the text is optional. Sections with equal headings keep their anchors:
    first those with the same text, then those with a similar text, then those in the same order. Then the most similar
    headings inherit anchors. The rest get new ones.
    """
    former = [PreviousSection(*section) for section in previous if section[1]]
    texts = texts or [""] * len(headings)
    pairs = pair_equal_headings(headings, texts, former)
    chosen = {index: former[old].anchor for index, old in pairs.items()}
    kept = set(pairs.values())
    left = [(section.heading, section.anchor) for old, section in enumerate(former) if old not in kept]
    new = [index for index, heading in enumerate(headings) if heading and index not in chosen]
    if len(left) <= MAX_COMPARED and len(new) <= MAX_COMPARED:
        chosen |= inherit_from_rewordings(new, headings, left)
    taken = set(chosen.values())
    next_numbers: dict[str, int] = {}
    for index in new:
        if index not in chosen:
            chosen[index] = unique_anchor(anchor_for(headings[index]), taken, next_numbers)
    return [chosen.get(index, "") for index in range(len(headings))]


def pair_equal_headings(
    headings: Sequence[str], texts: Sequence[str], former: Sequence[PreviousSection]
) -> dict[int, int]:
    """Maps the index of each section to that of the previous section that it continues, if the headings are equal."""
    pairs: dict[int, int] = {}

    def pair_in_order(now: Sequence[tuple[str, str]], before: Sequence[tuple[str, str]]) -> None:
        free: dict[tuple[str, str], list[int]] = {}
        for old, section in enumerate(before):
            if old not in pairs.values():
                free.setdefault(section, []).append(old)
        for index, section in enumerate(now):
            if section[0] and index not in pairs and free.get(section):
                pairs[index] = free[section].pop(0)

    known = [(heading if text else "", text) for heading, text in zip(headings, texts, strict=True)]
    pair_in_order(known, [(section.heading, section.text) for section in former])
    new = [index for index, heading in enumerate(headings) if heading and index not in pairs]
    left = [old for old in range(len(former)) if old not in pairs.values()]
    if len(new) <= MAX_COMPARED and len(left) <= MAX_COMPARED:
        pairs |= pair_similar_texts(new, left, headings, texts, former)
        matcher = SequenceMatcher(None, [section.heading for section in former], headings, autojunk=False)
        for old, index, size in matcher.get_matching_blocks():
            for step in range(size):
                if headings[index + step] and index + step not in pairs and old + step not in pairs.values():
                    pairs[index + step] = old + step
    pair_in_order([(heading, "") for heading in headings], [(section.heading, "") for section in former])
    return pairs


def pair_similar_texts(
    new: Sequence[int],
    left: Sequence[int],
    headings: Sequence[str],
    texts: Sequence[str],
    former: Sequence[PreviousSection],
) -> dict[int, int]:
    """Sections with equal headings and similar texts, the most similar first."""
    alike = [
        (similarity(former[old].text, texts[index]), index, old)
        for index in new
        for old in left
        if former[old].heading == headings[index] and former[old].text and texts[index]
    ]
    pairs: dict[int, int] = {}
    for score, index, old in sorted(alike, key=lambda pair: (-pair[0], pair[1:])):
        if score >= MIN_SIMILARITY and index not in pairs and old not in pairs.values():
            pairs[index] = old
    return pairs


def inherit_from_rewordings(
    new: Sequence[int], headings: Sequence[str], left: Sequence[tuple[str, str]]
) -> dict[int, str]:
    pairs = [(similarity(heading, headings[index]), index, anchor) for index in new for heading, anchor in left]
    chosen: dict[int, str] = {}
    for alike, index, anchor in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= MIN_SIMILARITY and index not in chosen and anchor not in chosen.values():
            chosen[index] = anchor
    return chosen


def similarity(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:MAX_LENGTH].casefold(), other[:MAX_LENGTH].casefold(), autojunk=False)
    return 0.0 if matcher.quick_ratio() < MIN_SIMILARITY else matcher.ratio()


def anchor_for(heading: str) -> str:
    """Letters and digits of any script, without emoji. The prefix ``s-`` separates anchors from other ids."""
    words = "".join(
        character if unicodedata.category(character) in KEPT_CATEGORIES and character not in EMOJI_PARTS else " "
        for character in unicodedata.normalize("NFKC", heading).lower()
        if character not in APOSTROPHES and unicodedata.category(character) != "Cf"
    )
    return "s-" + ("-".join(words.split())[:MAX_LENGTH].strip("-") or "part")


def unique_anchor(anchor: str, taken: set[str], next_numbers: dict[str, int]) -> str:
    """The anchor, or the anchor with the next free number. Updates both arguments."""
    candidate = anchor
    while candidate in taken:
        number = next_numbers[anchor] = next_numbers.get(anchor, 1) + 1
        candidate = f"{anchor}-{number}"
    taken.add(candidate)
    return candidate
