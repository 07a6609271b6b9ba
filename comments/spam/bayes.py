"""Naive Bayes over what is in a comment: its signs of advertising, its words, the hosts of its links.

Pure functions over counts: in how many comments that moderators took for spam a token was, and in how many others.

Signs start with points of their own, as if a few comments had been decided already; so they count from the first day,
and every decision moves them. Words start with nothing, and say nothing before enough was decided. Their log-odds
are divided by the square root of their number: the words of one text depend on each other, and a long text would
otherwise be judged with a certainty that it does not deserve. bench/spam.py measures all numbers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

from comments.spam.signs import signs_of
from comments.spam.signs.patterns import Sign
from comments.spam.text_features import TextFeatures

# The row that counts comments, no token. Whoever changes what a token is gives it another number: counts of the old
# kind are then discarded and learned again from the decisions (comments/spam/training.py).
EVERY_COMMENT = "comments:2"
LONGEST_TOKEN = 60
MOST_TOKENS = 400

# Signs. Their points are POINTS_FOR_SIGN for each unit of log-odds. What a sign starts with weighs as much as
# DECIDED_BEFORE comments of either kind, and COMMON of all comments are taken to have it.
POINTS_FOR_SIGN = 0.8
DECIDED_BEFORE = 6
COMMON = 0.05
MOST_GAINED = 1.5

# Words. Alone they may hold a comment, and they may make up for one small suspicion but not for a trap.
POINTS_FOR_WORDS = 0.45
LEAST_OF_WORDS, MOST_OF_WORDS = -0.7, 3.0
LEAST_COMMENTS = 10  # of either kind, before words say anything
LEAST_ODDS = 0.2  # what is about as common in both says nothing
SMOOTHING = 1.0
MOST_SHOWN = 3

RATIO_FOR_EACH = 10  # how many approved comments count for one of spam, for each comment of spam that has the token

type Counts = Mapping[str, tuple[int, int]]  # token: (in spam, in ham)


@dataclass(frozen=True)
class BayesScore:
    """``odds`` over 0 speak for spam. ``words`` are those that weighed most in the direction of the opinion."""

    odds: float
    words: tuple[str, ...]

    @property
    def points(self) -> float:
        return round(max(LEAST_OF_WORDS, min(MOST_OF_WORDS, self.odds * POINTS_FOR_WORDS)), 1)

    @property
    def chance(self) -> float:
        return chance_of(self.odds)


def tokens(reading: TextFeatures) -> list[str]:
    """All that is counted of a comment, each once. At most MOST_TOKENS."""
    signs = [token_of(sign) for sign in signs_of(reading)]
    return list(dict.fromkeys([*signs, *words_of(reading)]))[:MOST_TOKENS]


def token_of(sign: Sign) -> str:
    return f"sign:{sign.key}"


def words_of(reading: TextFeatures) -> list[str]:
    """Hosts of links, words, pairs of words."""
    words = reading.words
    found = [f"host:{host}" for host, _path in reading.addresses] + ["has:shouting"] * reading.shouts
    found += words + [f"{first} {second}" for first, second in pairwise(words)]
    return [token for token in dict.fromkeys(found) if len(token) <= LONGEST_TOKEN][:MOST_TOKENS]


def points_of(sign: Sign, counts: Counts) -> float:
    """What a sign counts on this site: its own points, moved by the decisions about comments that had it.

    Never less than nothing: many harmless signs do not make up for a trap.
    """
    spam, ham = counts.get(EVERY_COMMENT, (0, 0))
    in_spam, in_ham = counts.get(token_of(sign), (0, 0))
    lean, before = exp(sign.points / POINTS_FOR_SIGN / 2), DECIDED_BEFORE * COMMON
    ratio = (ham + DECIDED_BEFORE) / (spam + DECIDED_BEFORE)
    points = log_odds(in_spam, in_ham, before * lean, before / lean, ratio) * POINTS_FOR_SIGN
    return round(max(0, min(sign.points + MOST_GAINED, points)), 1)


def bayes_score(counts: Counts, words: Iterable[str]) -> BayesScore | None:
    """What the counts say about a text of these words; None before enough was learned."""
    spam, ham = counts.get(EVERY_COMMENT, (0, 0))
    if min(spam, ham) < LEAST_COMMENTS:
        return None
    known = {word: odds_of(*counts[word], spam, ham) for word in words if word in counts}
    telling = {word: odds for word, odds in known.items() if abs(odds) >= LEAST_ODDS}
    total = sum(telling.values()) / sqrt(len(telling) or 1)
    agreeing = [word for word in telling if telling[word] * total > 0]
    agreeing.sort(key=lambda word: -abs(telling[word]))
    return BayesScore(total, tuple(agreeing[:MOST_SHOWN]))


def chance_of(odds: float) -> float:
    return 1 / (1 + exp(-max(min(odds, 30), -30)))


def odds_of(in_spam: int, in_ham: int, spam: int, ham: int) -> float:
    return log_odds(in_spam, in_ham, SMOOTHING, SMOOTHING, (ham + 2 * SMOOTHING) / (spam + 2 * SMOOTHING))


def log_odds(in_spam: int, in_ham: int, spam_before: float, ham_before: float, ratio: float) -> float:
    """How much a token speaks for spam. ``ratio`` is that of all comments without spam to all with it.

    That a token is missing in many approved comments says something only if spam has it: the more of it, the more of
    them count. Otherwise each approval would raise the weight of every token that it does not have.
    """
    without_spam = log(spam_before / (in_ham + ham_before))
    counted = min(ratio, 1 + RATIO_FOR_EACH * in_spam)
    return max(without_spam, log((in_spam + spam_before) / (in_ham + ham_before) * counted))
