"""The spam score of one comment and all that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from comments.models import HouseRules, SpamWord, WordRule
from comments.refusals import WordRefused
from comments.spam.bayes import EVERY_COMMENT, Opinion, opinion, tokens
from comments.spam.reasons import Reason
from comments.spam.rules import Facts, broken_by
from comments.spam.words import rules_met

# So many points for each unit of log-odds, within bounds: learned words alone may hold a comment, and may make up for
# one small suspicion but not for a trap. Measured by bench/spam.py.
POINTS_FOR_ODDS = 0.6
LEAST_POINTS, MOST_POINTS = -1.0, 4.0


@dataclass(frozen=True)
class Suspicion:
    """``holds`` when a word rule says so whatever the points are; ``hold_at`` is what counts as high."""

    reasons: tuple[Reason, ...] = ()
    hold_at: float = 2
    spam_chance: float | None = None
    holds: bool = False

    @property
    def score(self) -> float:
        return round(sum(reason.points for reason in self.reasons), 1)

    @property
    def is_high(self) -> bool:
        return self.score >= self.hold_at

    @property
    def stored_reasons(self) -> list[dict[str, Any]]:
        return [reason.stored() for reason in self.reasons]


def suspicion_of(facts: Facts, house_rules: HouseRules) -> Suspicion:
    """Two queries: word rules and learned words. Raises WordRefused for a word that is not taken here."""
    met = rules_met(WordRule.objects.filter(is_on=True), facts.text)
    for rule in met:
        if rule.effect == WordRule.Effect.BLOCK:
            raise WordRefused(rule.explanation)
    learned = learned_opinion(facts.text)
    reasons = [*broken_by(facts), *(of_word_rule(rule) for rule in met), *of_words(learned)]
    return Suspicion(
        reasons=tuple(reasons),
        hold_at=house_rules.hold_at,
        spam_chance=learned.chance if learned else None,
        holds=any(rule.effect == WordRule.Effect.HOLD for rule in met),
    )


def of_word_rule(rule: WordRule) -> Reason:
    if rule.effect == WordRule.Effect.HOLD:
        return Reason("held-word", 0, rule.pattern)
    return Reason("word", rule.points, rule.pattern)


def of_words(learned: Opinion | None) -> list[Reason]:
    """What the learned words add to or take from the points; nothing when they say hardly anything."""
    if learned is None:
        return []
    points = round(max(LEAST_POINTS, min(MOST_POINTS, learned.odds * POINTS_FOR_ODDS)), 1)
    return [Reason("words", points, ", ".join(learned.words))] if points else []


def learned_opinion(text: str) -> Opinion | None:
    found = tokens(text)
    rows = SpamWord.objects.filter(word__in=[EVERY_COMMENT, *found]).values_list("word", "spam", "ham")
    return opinion({word: (spam, ham) for word, spam, ham in rows}, found)


def own_host() -> str:
    """Links to the blog itself are no advertising. As the rules see hosts: small, without www."""
    return (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")
