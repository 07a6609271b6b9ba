"""The moderators' own word rules, matched in time that grows with the text only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from comments.models import WordFilter

LONGEST_GAP = 40  # letters that one * may stand for
# Languages written without spaces, or with endings stuck to the word: a rule finds the word inside others.
WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
SPACES = re.compile(r"\s+")


def rules_met(rules: Iterable[WordFilter], text: str) -> list[WordFilter]:
    plain = folded(text)
    return [rule for rule in rules if finds(rule.pattern, plain)]


def searched(name: str, text: str) -> str:
    """Where word rules look: in what readers see, the name too. No phrase reaches from one into the other."""
    return f"{name} | {text}"


def finds(pattern: str, plain: str) -> bool:
    """Whether a text that went through ``folded`` holds the word or phrase."""
    compiled = expression(pattern)
    return compiled is not None and compiled.search(plain) is not None


def folded(text: str) -> str:
    """Case, width, invisible signs and line ends make no difference."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return SPACES.sub(" ", visible)


@lru_cache(maxsize=1_000)
def expression(pattern: str) -> re.Pattern[str] | None:
    """None for a pattern without a letter, a digit or a sign of its own.

    Each part but the last is an atomic group that takes the first place where it fits and never looks back, so that
    no pattern takes exponential time.
    """
    parts = re.split(r"\*+", folded(pattern).strip())
    if not any(part.strip() for part in parts):
        return None
    gap = rf"\w{{0,{LONGEST_GAP}}}"
    first, *others = [re.escape(part) for part in parts]
    source = (edge(parts[0][:1], r"(?<!\w)") if parts[0] else rf"(?<!\w){gap}?") + first
    for place, part in enumerate(others):
        is_last = place == len(others) - 1
        if not part:
            source += gap if is_last else ""
        elif is_last:
            source += gap + part
        else:
            source += f"(?>{gap}?{part})"
    return re.compile(source + edge(parts[-1][-1:], r"(?!\w)"))


def edge(sign: str, border: str) -> str:
    """A word ends where its letters end; signs and words of languages without spaces have no such border."""
    if not sign or not (sign.isalnum() or sign == "_"):
        return ""
    return "" if unicodedata.name(sign, "").startswith(WITHOUT_SPACES) else border
