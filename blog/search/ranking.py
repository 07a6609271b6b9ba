"""How many articles are ranked. A common word is in nearly all of them, and readers look at the first few results."""

from __future__ import annotations

from collections.abc import Sequence

MAX_RANKED = 1_000


def titles_first(ranked: Sequence[int], titles: Sequence[int], limit: int) -> list[int]:
    """The ranked articles that are in ``titles``, the others in ``titles``, and the other ranked ones."""
    is_title = set(titles)
    best = [pk for pk in ranked if pk in is_title]
    return list(dict.fromkeys([*best, *titles, *ranked]))[:limit]
