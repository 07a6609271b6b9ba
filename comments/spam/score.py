"""The spam score of one comment and all that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comments.errors import WordBlocked
from comments.models import CommentSettings, TokenCount, WordFilter
from comments.spam.bayes import (
    EVERY_COMMENT,
    POINTS_FOR_SIGN,
    BayesScore,
    Counts,
    bayes_score,
    chance_of,
    points_of,
    token_of,
    words_of,
)
from comments.spam.reasons import Reason
from comments.spam.rules import Features, matched_rules
from comments.spam.signs import signs_of
from comments.spam.signs.patterns import Sign
from comments.spam.word_filters import rules_met, searched


@dataclass(frozen=True)
class SpamScore:
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


def score_comment(facts: Features, house_rules: CommentSettings) -> SpamScore:
    """Two queries: word rules and what was learned. Raises WordBlocked for a word that is not taken here."""
    met = rules_met(WordFilter.objects.filter(is_on=True), searched(facts.name, facts.text))
    for rule in met:
        if rule.effect == WordFilter.Effect.BLOCK:
            raise WordBlocked(rule.explanation)
    signs, words = signs_of(facts.reading), words_of(facts.reading)
    counts = counts_of([*map(token_of, signs), *words])
    learned, seen = bayes_score(counts, words), of_signs(signs, counts)
    return SpamScore(
        reasons=(*matched_rules(facts), *seen, *map(of_word_rule, met), *of_words(learned)),
        hold_at=house_rules.hold_at,
        spam_chance=chance(learned, seen) if learned else None,
        holds=any(rule.effect == WordFilter.Effect.HOLD for rule in met),
    )


def chance(learned: BayesScore, seen: list[Reason]) -> float:
    """Of the text alone: how probable spam is, when one comment in two is spam."""
    return chance_of(learned.odds + sum(reason.points for reason in seen) / POINTS_FOR_SIGN)


def counts_of(tokens: Iterable[str]) -> Counts:
    rows = TokenCount.objects.filter(word__in=[EVERY_COMMENT, *tokens]).values_list("word", "spam", "ham")
    return {word: (spam, ham) for word, spam, ham in rows}


def of_word_rule(rule: WordFilter) -> Reason:
    if rule.effect == WordFilter.Effect.HOLD:
        return Reason("held-word", 0, rule.pattern)
    return Reason("word", rule.points, rule.pattern)


def of_signs(signs: Mapping[Sign, str], counts: Counts) -> list[Reason]:
    """The heaviest first. A sign that means nothing here any more is not shown."""
    met = [Reason(sign.key, points_of(sign, counts), found) for sign, found in signs.items()]
    return sorted((reason for reason in met if reason.points), key=lambda reason: -reason.points)


def of_words(learned: BayesScore | None) -> list[Reason]:
    """What the learned words add to or take from the points; nothing when they say hardly anything."""
    if learned is None or not learned.points:
        return []
    return [Reason("words", learned.points, ", ".join(learned.words))]
