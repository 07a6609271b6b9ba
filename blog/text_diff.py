"""Compares texts by paragraphs and then by words, and merges two texts with the one that both started from.

Pure functions. Paragraphs are separated by blank lines, as in Markdown. The time is bounded: long paragraphs with
little in common count as replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from blog.reading_time import CJK_RANGES, count_words

# Chinese and Japanese are compared by characters, since they have no spaces between words.
TOKEN = re.compile(rf"[{CJK_RANGES}]|[^\W{CJK_RANGES}]+|\s+|[^\w\s]")
# Comparing two paragraphs of 1,500 words each takes about 0.1 s.
MAX_COMPARED_PAIRS = 4_000_000


class Op(StrEnum):
    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Chunk:
    """A piece of text that is in both versions, only in the new one, or only in the old one."""

    op: Op
    text: str


@dataclass(frozen=True)
class WordCounts:
    added: int
    removed: int


class Side(StrEnum):
    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Region:
    """Consecutive paragraphs of a merge. ``side`` says who changed them; the three texts are what each version has."""

    side: Side
    base: str
    mine: str
    theirs: str

    @property
    def merged(self) -> str:
        """The text for a region without a conflict; your own text for one with a conflict."""
        return self.theirs if self.side == Side.THEIRS else self.mine


def is_same_text(old: str, new: str) -> bool:
    """Browsers send line breaks as CR LF, and form fields strip surrounding white space."""
    return old.strip().splitlines() == new.strip().splitlines()


def diff(old: str, new: str) -> list[Chunk]:
    """The changes from one text to another. The chunks that aren't inserted are the old text, and vice versa."""
    return list(join_chunks(compare_paragraphs(split_paragraphs(old), split_paragraphs(new))))


def count_changed_words(chunks: Sequence[Chunk]) -> WordCounts:
    words = {op: sum(count_words(chunk.text) for chunk in chunks if chunk.op == op) for op in Op}
    return WordCounts(added=words[Op.INSERTED], removed=words[Op.DELETED])


def merge(base: str, mine: str, theirs: str) -> list[Region]:
    """A three-way merge by paragraphs. Regions are conflicts where both sides changed the same paragraphs differently.

    Joining ``merged`` of all regions gives the merged text.
    """
    olds, ours, others = split_paragraphs(base), split_paragraphs(mine), split_paragraphs(theirs)
    in_mine, in_theirs = matches(olds, ours), matches(olds, others)
    regions: list[Region] = []
    old = own = other = 0
    kept = [index for index in range(len(olds)) if index in in_mine and index in in_theirs]
    for index in [*kept, None]:
        end = (len(olds), len(ours), len(others)) if index is None else (index, in_mine[index], in_theirs[index])
        changed = olds[old : end[0]], ours[own : end[1]], others[other : end[2]]
        if any(changed):
            regions.append(region(*("".join(paragraphs) for paragraphs in changed)))
        if index is not None:
            regions.append(Region(Side.SAME, olds[index], olds[index], olds[index]))
            old, own, other = (position + 1 for position in end)
    return regions


def region(base: str, mine: str, theirs: str) -> Region:
    if mine in (theirs, base):
        side = Side.SAME if mine == theirs else Side.THEIRS
    else:
        side = Side.MINE if theirs == base else Side.CONFLICT
    return Region(side, base, mine, theirs)


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs with the blank lines that follow them, the last one with one blank line. Line breaks become LF."""
    lines = [line.rstrip() for line in text.strip().splitlines()] if text.strip() else []
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if is_open or not line:
            paragraphs[-1] += f"{line}\n"
        else:
            paragraphs.append(f"{line}\n")
        is_open = bool(line)
    return [*paragraphs[:-1], f"{paragraphs[-1].rstrip()}\n\n"] if paragraphs else []


def matches(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The indexes of unchanged items in the old list, with their indexes in the new one."""
    return {
        start + offset: new_start + offset
        for op, start, end, new_start, _ in opcodes(old, new)
        if op == "equal"
        for offset in range(end - start)
    }


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As SequenceMatcher does, with equal beginnings and ends taken off first."""
    shortest = min(len(old), len(new))
    head = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    tail = next((index for index in range(shortest - head) if old[-1 - index] != new[-1 - index]), shortest - head)
    if head:
        yield "equal", 0, head, 0, head
    middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    for op, start, end, new_start, new_end in SequenceMatcher(None, middle, new_middle).get_opcodes():
        yield op, start + head, end + head, new_start + head, new_end + head
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def compare_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Chunk]:
    for op, start, end, new_start, new_end in opcodes(old, new):
        if op == "equal":
            yield Chunk(Op.EQUAL, "".join(old[start:end]))
        else:
            yield from compare_words("".join(old[start:end]), "".join(new[new_start:new_end]))


def compare_words(old: str, new: str) -> Iterator[Chunk]:
    olds, news = TOKEN.findall(old), TOKEN.findall(new)
    if len(olds) * len(news) > MAX_COMPARED_PAIRS:
        yield from replaced(old, new)
        return
    for op, start, end, new_start, new_end in opcodes(olds, news):
        if op == "equal":
            yield Chunk(Op.EQUAL, "".join(olds[start:end]))
        else:
            yield from replaced("".join(olds[start:end]), "".join(news[new_start:new_end]))


def replaced(old: str, new: str) -> Iterator[Chunk]:
    if old:
        yield Chunk(Op.DELETED, old)
    if new:
        yield Chunk(Op.INSERTED, new)


def join_chunks(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Consecutive chunks of one kind as one. A single space between two changes belongs to both of them."""
    deleted = inserted = equal = ""
    for chunk in chunks:
        if chunk.op == Op.EQUAL and (chunk.text != " " or not (deleted or inserted)):
            yield from replaced(deleted, inserted)
            deleted = inserted = ""
            equal += chunk.text
            continue
        if equal:
            yield Chunk(Op.EQUAL, equal)
            equal = ""
        if chunk.op != Op.INSERTED:
            deleted += chunk.text
        if chunk.op != Op.DELETED:
            inserted += chunk.text
    yield from replaced(deleted, inserted)
    if equal:
        yield Chunk(Op.EQUAL, equal)
