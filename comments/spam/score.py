"""Computes the spam score of a comment, with the reasons that it consists of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comments.errors import WordBlocked
from comments.models import CommentSettings, TokenCount, WordFilter
from comments.spam.bayes import (
    EVERY_COMMENT,
    POINTS_PER_LOG_ODDS,
    BayesScore,
    Counts,
    bayes_score,
    probability,
    sign_points,
    sign_token,
    word_tokens,
)
from comments.spam.reasons import Reason
from comments.spam.rules import Features, matched_rules
from comments.spam.signs import find_signs
from comments.spam.signs.patterns import Sign
from comments.spam.word_filters import matching_filters, searchable_text


@dataclass(frozen=True)
class SpamScore:
    """``holds`` if a word filter holds the comment whatever its score. Scores from ``hold_at`` are high."""

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


def score_comment(features: Features, settings: CommentSettings) -> SpamScore:
    """Two queries: word filters and token counts. Raises WordBlocked if a word filter rejects the comment."""
    enabled = WordFilter.objects.filter(is_enabled=True)
    filters = matching_filters(enabled, searchable_text(features.name, features.text))
    for word_filter in filters:
        if word_filter.effect == WordFilter.Effect.BLOCK:
            raise WordBlocked(word_filter.explanation)
    signs, words = find_signs(features.text_features), word_tokens(features.text_features)
    counts = load_counts([*map(sign_token, signs), *words])
    bayes, from_signs = bayes_score(counts, words), sign_reasons(signs, counts)
    return SpamScore(
        reasons=(*matched_rules(features), *from_signs, *map(filter_reason, filters), *learned_reasons(bayes)),
        hold_at=settings.hold_at,
        spam_chance=spam_probability(bayes, from_signs) if bayes else None,
        holds=any(word_filter.effect == WordFilter.Effect.HOLD for word_filter in filters),
    )


def spam_probability(bayes: BayesScore, from_signs: list[Reason]) -> float:
    """Judging by the text only, and assuming that half of all comments are spam."""
    return probability(bayes.log_odds + sum(reason.points for reason in from_signs) / POINTS_PER_LOG_ODDS)


def load_counts(tokens: Iterable[str]) -> Counts:
    rows = TokenCount.objects.filter(token__in=[EVERY_COMMENT, *tokens]).values_list("token", "spam", "ham")
    return {token: (spam, ham) for token, spam, ham in rows}


def filter_reason(word_filter: WordFilter) -> Reason:
    if word_filter.effect == WordFilter.Effect.HOLD:
        return Reason("held-word", 0, word_filter.pattern)
    return Reason("word", word_filter.points, word_filter.pattern)


def sign_reasons(signs: Mapping[Sign, str], counts: Counts) -> list[Reason]:
    """Those with most points first. Signs that have lost all their points on this site are left out."""
    reasons = [Reason(sign.key, sign_points(sign, counts), found) for sign, found in signs.items()]
    return sorted((reason for reason in reasons if reason.points), key=lambda reason: -reason.points)


def learned_reasons(bayes: BayesScore | None) -> list[Reason]:
    """The points that words add or subtract, judging by earlier decisions. Empty if they round to zero."""
    if bayes is None or not bayes.points:
        return []
    return [Reason("words", bayes.points, ", ".join(bayes.words))]
