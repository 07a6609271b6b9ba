"""Matches word filters, in time proportional to the length of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from comments.models import WordFilter

MAX_GAP = 40  # letters that a * matches
# Scripts of languages without spaces, or with suffixes: there, a pattern matches inside words, too.
WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
SPACES = re.compile(r"\s+")


def matching_filters(filters: Iterable[WordFilter], text: str) -> list[WordFilter]:
    folded = fold(text)
    return [word_filter for word_filter in filters if matches(word_filter.pattern, folded)]


def searchable_text(name: str, text: str) -> str:
    """What filters are applied to: name and text. No phrase matches across both."""
    return f"{name} | {text}"


def matches(pattern: str, folded: str) -> bool:
    """Whether the pattern occurs in a text that was passed through ``fold``."""
    compiled = compile_pattern(pattern)
    return compiled is not None and compiled.search(folded) is not None


def fold(text: str) -> str:
    """Normalizes case, width and white space, and removes invisible characters."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return SPACES.sub(" ", visible)


@lru_cache(maxsize=1_000)
def compile_pattern(pattern: str) -> re.Pattern[str] | None:
    """None for a pattern that contains nothing but ``*`` and spaces.

    Each part except the last is an atomic group, which takes the first match and never backtracks, so that no pattern
    takes exponential time.
    """
    parts = re.split(r"\*+", fold(pattern).strip())
    if not any(part.strip() for part in parts):
        return None
    gap = rf"\w{{0,{MAX_GAP}}}"
    first, *others = [re.escape(part) for part in parts]
    source = (word_boundary(parts[0][:1], r"(?<!\w)") if parts[0] else rf"(?<!\w){gap}?") + first
    for place, part in enumerate(others):
        is_last = place == len(others) - 1
        if not part:
            source += gap if is_last else ""
        elif is_last:
            source += gap + part
        else:
            source += f"(?>{gap}?{part})"
    return re.compile(source + word_boundary(parts[-1][-1:], r"(?!\w)"))


def word_boundary(character: str, assertion: str) -> str:
    """Empty next to punctuation, and in scripts without spaces between words."""
    if not character or not (character.isalnum() or character == "_"):
        return ""
    return "" if unicodedata.name(character, "").startswith(WITHOUT_SPACES) else assertion
