"""Anchors of sections that outlive small edits: deep links keep working when a heading is reworded or moved."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

# How alike two wordings of a heading must be for the second to inherit the first one's anchor.
ALIKE = 0.6
# Comparing takes time: beyond so many headings without an equal in the text before, all get new anchors.
MOST_COMPARED = 100
LONGEST = 80
APOSTROPHES = frozenset("'’ʼ")
# Letters, digits and the signs that belong to them: Python's \w lacks the vowels of Hindi and Thai.
KEPT = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Mn", "Nd", "Nl"})
EMOJI_PARTS = frozenset(map(chr, range(0xFE00, 0xFE10))) | {"\u20e3"}


def choose_anchors(headings: Sequence[str], previous: Sequence[tuple[str, str]]) -> list[str]:
    """One anchor for each heading that has words, unique among them.

    Equal wordings keep theirs, in order; then the closest rewordings inherit; the rest get new ones.
    """
    free: dict[str, list[str]] = {}
    for heading, anchor in previous:
        if anchor:
            free.setdefault(heading, []).append(anchor)
    chosen: dict[int, str] = {}
    for index, heading in enumerate(headings):
        if heading and free.get(heading):
            chosen[index] = free[heading].pop(0)
    left = [(heading, anchor) for heading, anchors in free.items() for anchor in anchors]
    new = [index for index, heading in enumerate(headings) if heading and index not in chosen]
    if len(left) <= MOST_COMPARED and len(new) <= MOST_COMPARED:
        chosen |= inherited(new, headings, left)
    taken = set(chosen.values())
    next_numbers: dict[str, int] = {}
    for index in new:
        if index not in chosen:
            chosen[index] = unused(anchor_for(headings[index]), taken, next_numbers)
    return [chosen.get(index, "") for index in range(len(headings))]


def inherited(new: Sequence[int], headings: Sequence[str], left: Sequence[tuple[str, str]]) -> dict[int, str]:
    pairs = [(likeness(heading, headings[index]), index, anchor) for index in new for heading, anchor in left]
    chosen: dict[int, str] = {}
    for alike, index, anchor in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= ALIKE and index not in chosen and anchor not in chosen.values():
            chosen[index] = anchor
    return chosen


def likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:LONGEST].casefold(), other[:LONGEST].casefold(), autojunk=False)
    return 0.0 if matcher.quick_ratio() < ALIKE else matcher.ratio()


def anchor_for(heading: str) -> str:
    """Letters and digits of any script, no emoji. The «s-» keeps it apart from every id of the page."""
    words = "".join(
        character if unicodedata.category(character) in KEPT and character not in EMOJI_PARTS else " "
        for character in unicodedata.normalize("NFKC", heading).lower()
        if character not in APOSTROPHES and unicodedata.category(character) != "Cf"
    )
    return "s-" + ("-".join(words.split())[:LONGEST].strip("-") or "part")


def unused(anchor: str, taken: set[str], next_numbers: dict[str, int]) -> str:
    """The anchor, else the anchor with the next number; remembers both."""
    candidate = anchor
    while candidate in taken:
        number = next_numbers[anchor] = next_numbers.get(anchor, 1) + 1
        candidate = f"{anchor}-{number}"
    taken.add(candidate)
    return candidate
