"""Naive Bayes over the pieces of a comment: which of them this site's moderators found in spam, and which not.

Pure functions. The log-odds are divided by the square root of their number: pieces of one text depend on each
other, and a long text would otherwise be judged with a certainty that it does not deserve. bench/spam.py measures it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from math import exp, log, sqrt

from comments.spam.text import DOMAIN, asks_for_attention, without_markup

EVERY_COMMENT = ""  # the row that counts comments, not a word
LEAST_COMMENTS = 10  # of either kind, before it says anything
LEAST_ODDS = 0.2  # what is about as common in both says nothing
LONGEST_TOKEN = 60
MOST_TOKENS = 400
MOST_SHOWN = 3
SMOOTHING = 1.0
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
LONG_RUN = re.compile(r"(.)\1{2,}")

type Counts = Mapping[str, tuple[int, int]]  # token: (in spam, in ham)


@dataclass(frozen=True)
class Opinion:
    """``odds`` over 0 speak for spam. ``words`` are those that weighed most in the direction of the opinion."""

    odds: float
    words: tuple[str, ...]

    @property
    def chance(self) -> float:
        return 1 / (1 + exp(-max(min(self.odds, 30), -30)))


def tokens(text: str) -> list[str]:
    """Words, pairs of words, the hosts of links and what the text asks for; each once. At most MOST_TOKENS."""
    text = unicodedata.normalize("NFKC", unescape(text))
    hosts = [host.lower() for host in DOMAIN.findall(text)]
    words = [shape(word) for word in WORD.findall(DOMAIN.sub(" ", without_markup(text)))]
    found = [f"host:{host}" for host in hosts] + ["has:link"] * bool(hosts)
    found += [f"asks:{number}" for number in range(1, min(asks_for_attention(text), 2) + 1)]
    found += words + [f"{first} {second}" for first, second in pairwise(words)]
    if shouts(text):
        found.append("has:shouting")
    return [token for token in dict.fromkeys(found) if len(token) <= LONGEST_TOKEN][:MOST_TOKENS]


def shape(word: str) -> str:
    """Long numbers are alike, and so are sooo and soooooo."""
    return "0000" if word.isdigit() and len(word) > 2 else LONG_RUN.sub(r"\1\1", word.lower())


def shouts(text: str) -> bool:
    words = [word for word in WORD.findall(text) if len(word) > 2]
    return len(words) >= 4 and sum(word.isupper() for word in words) * 2 > len(words)


def opinion(counts: Counts, found: Iterable[str]) -> Opinion | None:
    """What the counts say about a text of these tokens; None before enough was learned."""
    spam, ham = counts.get(EVERY_COMMENT, (0, 0))
    if min(spam, ham) < LEAST_COMMENTS:
        return None
    known = {token: odds_of(*counts[token], spam, ham) for token in found if token in counts}
    telling = {token: odds for token, odds in known.items() if abs(odds) >= LEAST_ODDS}
    total = sum(telling.values()) / sqrt(len(telling) or 1)
    agreeing = [token for token in telling if telling[token] * total > 0]
    agreeing.sort(key=lambda token: -abs(telling[token]))
    return Opinion(total, tuple(agreeing[:MOST_SHOWN]))


def odds_of(in_spam: int, in_ham: int, spam: int, ham: int) -> float:
    share_of_spam = (in_spam + SMOOTHING) / (spam + 2 * SMOOTHING)
    return log(share_of_spam * (ham + 2 * SMOOTHING) / (in_ham + SMOOTHING))
