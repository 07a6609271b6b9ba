from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """Something to look at, and what to do about it. ``start`` and ``end`` are the place in the text.

    Checks without a place in the text have a ``field`` of the form.
    """

    code: str
    message: str
    start: int = 0
    end: int = 0
    field: str = "body"
