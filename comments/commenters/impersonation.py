"""Detects names that look like those of staff members. Staff have a badge, but not every reader looks for it."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from accounts.models import User
from comments.commenters.author import CommentAuthor

DATA = files("confusable_homoglyphs") / "confusables.json"
# Case is ignored, and a capital I looks like a small l.
LOOKALIKE_IN_OTHER_CASE = str.maketrans("i", "l")


def impersonated_name(author: CommentAuthor) -> str:
    """The name of the staff member whom the author seems to impersonate, or an empty string. One query."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if author.account:
        staff = staff.exclude(pk=author.account.pk)
    names, typed = staff.values_list("display_name", flat=True), skeleton(author.name)
    return next((name for name in names if typed and skeleton(name) == typed), "")


def skeleton(name: str) -> str:
    """Equal for names that look alike, ignoring case, accents, spaces and punctuation.

    Based on Unicode TR39, but compares both cases of a letter: a Cyrillic м looks like an M only as a capital.
    """
    letters = unicodedata.normalize("NFKD", name).translate(prototypes())
    similar = fold(letters).translate(prototypes())
    return "".join(filter(str.isalnum, fold(similar))).translate(LOOKALIKE_IN_OTHER_CASE)


def fold(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


@cache
def prototypes() -> dict[int, str]:
    """A table for str.translate that replaces characters by those they look like. Takes 50 ms, once per process."""
    similar: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"), object_hook=without_name)
    known = {character: others[0] for character, others in similar.items() if len(character) == len(others) == 1}
    capitals = {
        small: known[capital]
        for capital in known
        if (small := capital.lower()) != capital and len(small) == 1
        if not known.get(small, small).isascii() and known[capital].isascii()
    }
    return str.maketrans(known | capitals)


def without_name(value: dict[str, Any]) -> Any:
    """Only the character of an entry, while the file is read: with the names, it takes 7 MB, which processes keep."""
    return value["c"] if value.keys() == {"c", "n"} else value
