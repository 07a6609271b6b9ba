"""What makes a comment suspicious: a table of small questions. Suspicion holds a comment, it never drops one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

LEAST_SECONDS = 3  # nobody reads, thinks and types faster; programs do
MOST_LINKS = 2  # a source and its context; advertising brings more
LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
ADDRESS_START = re.compile(r"https?://(?:www\.)?|\bwww\.", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S*", re.IGNORECASE)


@dataclass(frozen=True)
class Facts:
    """All that the rules look at. ``seconds`` is None when the form's time stamp is missing or forged."""

    text: str
    html: str
    seconds: float | None
    honeypot: str
    repeated: bool

    @property
    def links(self) -> int:
        return max(len(LINK.findall(self.html)), len(ADDRESS_START.findall(self.text)))

    @property
    def has_own_words(self) -> bool:
        return any(character.isalnum() for character in ADDRESS.sub("", strip_tags(LINK.sub("", self.html))))


@dataclass(frozen=True)
class Rule:
    key: str
    points: float
    reason: str | Promise
    applies: Callable[[Facts], bool]


RULES = (
    Rule("trap", 3, _("the hidden field was filled in"), lambda facts: bool(facts.honeypot)),
    Rule(
        "too-fast",
        2,
        _("sent within seconds of the form being shown"),
        lambda facts: facts.seconds is not None and facts.seconds < LEAST_SECONDS,
    ),
    Rule("no-stamp", 2, _("sent without the form"), lambda facts: facts.seconds is None),
    Rule("many-links", 2, _("more than two links"), lambda facts: facts.links > MOST_LINKS),
    Rule("only-link", 2, _("nothing but a link"), lambda facts: facts.links > 0 and not facts.has_own_words),
    Rule("repeated", 2, _("the same text came from this network before"), lambda facts: facts.repeated),
)
REASONS = {rule.key: rule.reason for rule in RULES}


def broken_by(facts: Facts) -> list[Rule]:
    return [rule for rule in RULES if rule.applies(facts)]


def in_words(keys: Iterable[str]) -> list[str]:
    """Stored reasons in the reader's language; one that no rule knows any more is shown as it is."""
    return [str(REASONS.get(key, key)) for key in keys]
