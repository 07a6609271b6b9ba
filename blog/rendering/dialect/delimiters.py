"""Emphasis (CommonMark 6.2), strikethrough (GFM 6.5) and marked text, all from runs of delimiters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

EMPHASIS = "*_"


class Run:
    """A run of delimiters. What isn't used for pairs is shown as text.

    ``closed`` and ``opened`` list the elements that end and begin here, those nearest to their content first.
    """

    __slots__ = ("can_close", "can_open", "character", "closed", "left", "length", "opened", "position")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.character = text[start]
        self.position = start
        self.length = self.left = end - start
        self.closed: list[str] = []
        self.opened: list[str] = []
        before = kind(text[start - 1]) if start else " "
        after = kind(text[end]) if end < len(text) else " "
        is_left = after != " " and (after != "." or before in " .")
        is_right = before != " " and (before != "." or after in " .")
        if self.character == "_":
            self.can_open = is_left and (not is_right or before == ".")
            self.can_close = is_right and (not is_left or after == ".")
        else:
            self.can_open, self.can_close = is_left, is_right


@lru_cache(maxsize=4096)
def kind(character: str) -> str:
    """A space for white space, a full stop for punctuation and symbols, a letter for anything else."""
    category = unicodedata.category(character)
    if category == "Zs" or character in "\t\n\f\r":
        return " "
    return "." if category[0] in "PS" else "a"


def pair_up(runs: Sequence[Run]) -> None:
    """Find the pairs (appendix, "process emphasis"). Linear: no closing run looks twice for what isn't there."""
    openers: list[Run] = []
    nothing_before: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        while closer.can_close and closer.left:
            key = (
                closer.character,
                closer.can_open,
                closer.length % 3 if closer.character in EMPHASIS else closer.length,
            )
            at = find_opener(openers, closer, nothing_before.get(key, -1))
            if at is None:
                nothing_before[key] = openers[-1].position if openers else -1
                break
            del openers[at + 1 :]
            join(openers[at], closer)
            if not openers[at].left:
                openers.pop()
        if closer.can_open and closer.left:
            openers.append(closer)


def find_opener(openers: Sequence[Run], closer: Run, nothing_before: int) -> int | None:
    for at in range(len(openers) - 1, -1, -1):
        opener = openers[at]
        if opener.position <= nothing_before:
            return None
        if opener.character == closer.character and fits(opener, closer):
            return at
    return None


def fits(opener: Run, closer: Run) -> bool:
    if opener.character not in EMPHASIS:
        return opener.length == closer.length
    # Rules 9 and 10: with a run that both opens and closes, the sum of the lengths isn't a multiple of three.
    return (
        not (opener.can_close or closer.can_open)
        or (opener.length + closer.length) % 3 != 0
        or (opener.length % 3 == 0 and closer.length % 3 == 0)
    )


def join(opener: Run, closer: Run) -> None:
    if opener.character == "~":
        tag, used = "del", opener.left
    elif opener.character == "=":
        tag, used = "mark", opener.left
    else:
        used = 2 if opener.left >= 2 and closer.left >= 2 else 1
        tag = "strong" if used == 2 else "em"
    opener.left -= used
    closer.left -= used
    opener.opened.append(tag)
    closer.closed.append(tag)
