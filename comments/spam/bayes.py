"""Naive Bayes over the tokens of a comment: signs of advertising, words, hosts of links.

Pure functions over counts: how many comments with a token moderators marked as spam, and how many they approved.

Signs start with points, as if some comments had been decided already, so they work from the first day; every decision
changes them. Words start with no points and are ignored until enough comments were decided. Their log-odds are divided
by the square root of their number: the words of a text depend on each other, and otherwise the filter would be too
certain about long texts. bench/spam.py measures all constants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

from comments.spam.signs import find_signs
from comments.spam.signs.patterns import Sign
from comments.spam.text_features import TextFeatures

# This row counts comments instead of a token. If you change what a token is, increment the number: then the old counts
# are discarded, and learned again from the decisions (comments/spam/training.py).
EVERY_COMMENT = "comments:2"
MAX_TOKEN_LENGTH = 60
MAX_TOKENS = 400

# Signs. The points that a sign starts with count as much as PRIOR_COMMENTS comments of each kind, of which PRIOR_SHARE
# have the sign.
POINTS_PER_LOG_ODDS = 0.8
PRIOR_COMMENTS = 6
PRIOR_SHARE = 0.05
MAX_GAIN = 1.5

# Words. They can hold a comment on their own, and outweigh a weak sign, but not a filled honeypot.
WORD_POINTS_PER_LOG_ODDS = 0.45
MIN_WORD_POINTS, MAX_WORD_POINTS = -0.7, 3.0
MIN_COMMENTS = 10  # of each kind, before words count
MIN_LOG_ODDS = 0.2  # words that are about as common in both are ignored
SMOOTHING = 1.0
MAX_SHOWN = 3

RATIO_PER_SPAM = 10  # see log_odds()

type Counts = Mapping[str, tuple[int, int]]  # token: (in spam, in ham)


@dataclass(frozen=True)
class BayesScore:
    """Positive log-odds mean spam. ``words`` are those that contributed most to the result."""

    log_odds: float
    words: tuple[str, ...]

    @property
    def points(self) -> float:
        return round(max(MIN_WORD_POINTS, min(MAX_WORD_POINTS, self.log_odds * WORD_POINTS_PER_LOG_ODDS)), 1)

    @property
    def probability(self) -> float:
        return probability(self.log_odds)


def tokens(text: TextFeatures) -> list[str]:
    """The distinct signs and words of a comment, at most MAX_TOKENS."""
    signs = [sign_token(sign) for sign in find_signs(text)]
    return list(dict.fromkeys([*signs, *word_tokens(text)]))[:MAX_TOKENS]


def sign_token(sign: Sign) -> str:
    return f"sign:{sign.key}"


def word_tokens(text: TextFeatures) -> list[str]:
    """The distinct hosts of links, words, and pairs of words."""
    words = text.words
    found = [f"host:{host}" for host, _path in text.links] + ["has:shouting"] * text.is_shouting
    found += words + [f"{first} {second}" for first, second in pairwise(words)]
    return [token for token in dict.fromkeys(found) if len(token) <= MAX_TOKEN_LENGTH][:MAX_TOKENS]


def sign_points(sign: Sign, counts: Counts) -> float:
    """The points of a sign on this site: its initial points, adjusted by the decisions about comments that have it.

    Never negative: many harmless signs don't outweigh a filled honeypot.
    """
    spam, ham = counts.get(EVERY_COMMENT, (0, 0))
    in_spam, in_ham = counts.get(sign_token(sign), (0, 0))
    prior_odds, prior = exp(sign.points / POINTS_PER_LOG_ODDS / 2), PRIOR_COMMENTS * PRIOR_SHARE
    ratio = (ham + PRIOR_COMMENTS) / (spam + PRIOR_COMMENTS)
    points = log_odds(in_spam, in_ham, prior * prior_odds, prior / prior_odds, ratio) * POINTS_PER_LOG_ODDS
    return round(max(0, min(sign.points + MAX_GAIN, points)), 1)


def bayes_score(counts: Counts, words: Iterable[str]) -> BayesScore | None:
    """None until enough comments were decided."""
    spam, ham = counts.get(EVERY_COMMENT, (0, 0))
    if min(spam, ham) < MIN_COMMENTS:
        return None
    odds = {word: token_log_odds(*counts[word], spam, ham) for word in words if word in counts}
    significant = {word: value for word, value in odds.items() if abs(value) >= MIN_LOG_ODDS}
    total = sum(significant.values()) / sqrt(len(significant) or 1)
    agreeing = [word for word in significant if significant[word] * total > 0]
    agreeing.sort(key=lambda word: -abs(significant[word]))
    return BayesScore(total, tuple(agreeing[:MAX_SHOWN]))


def probability(odds: float) -> float:
    return 1 / (1 + exp(-max(min(odds, 30), -30)))


def token_log_odds(in_spam: int, in_ham: int, spam: int, ham: int) -> float:
    return log_odds(in_spam, in_ham, SMOOTHING, SMOOTHING, (ham + 2 * SMOOTHING) / (spam + 2 * SMOOTHING))


def log_odds(in_spam: int, in_ham: int, spam_prior: float, ham_prior: float, ratio: float) -> float:
    """How strongly a token indicates spam. ``ratio`` is the number of approved comments per spam comment.

    That approved comments don't contain a token counts only in proportion to the spam that does: RATIO_PER_SPAM of
    them for each. Otherwise every approval would raise the weight of all tokens that the comment doesn't contain.
    """
    if_no_spam = log(spam_prior / (in_ham + ham_prior))
    counted = min(ratio, 1 + RATIO_PER_SPAM * in_spam)
    return max(if_no_spam, log((in_spam + spam_prior) / (in_ham + ham_prior) * counted))
