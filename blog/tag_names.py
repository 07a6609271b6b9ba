"""Names of tags that differ only in case, accents, hyphens, plural or one letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from blog.search.tokenizer import fold

# Shorter words become other words with one edit, such as "art" and "ant".
MIN_LENGTH_FOR_EDITS = 5
MIN_LENGTH_FOR_PLURAL = 4
NUMBERS = re.compile(r"\d+")
# Other signs distinguish names, such as "C" and "C++".
SEPARATORS = re.compile(r"[\s_.'’‐-―-]+")
NOT_PLURAL = {"news"}


@lru_cache(maxsize=20_000)
def tag_key(name: str) -> str:
    """Equal for names that differ in case, accents, spaces, hyphens and the English plural."""
    bare = SEPARATORS.sub("", fold(name)) or name
    if len(bare) < MIN_LENGTH_FOR_PLURAL or bare in NOT_PLURAL:
        return bare
    if bare.endswith("ies"):
        return bare[:-3] + "y"
    return bare[:-1] if bare.endswith("s") and not bare.endswith("ss") else bare


def are_similar(one: str, other: str) -> bool:
    """Names with different numbers, such as "Python 2" and "Python 3", aren't similar."""
    first, second = tag_key(one), tag_key(other)
    if first == second:
        return True
    if min(len(first), len(second)) < MIN_LENGTH_FOR_EDITS or abs(len(first) - len(second)) > 1:
        return False
    return is_one_edit(first, second) and NUMBERS.findall(first) == NUMBERS.findall(second)


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter was added, removed or replaced, or two neighbours were swapped."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def similar_names(name: str, names: Iterable[str]) -> Iterator[str]:
    """Names that are similar to a name, without the name itself."""
    return (other for other in names if other != name and are_similar(name, other))
