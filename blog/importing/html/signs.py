"""The signs of formats: Markdown where it works, HTML where it wouldn't, as in the middle of some words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blog.rendering.dialect.delimiters import kind

SIGNS = {"bold": "**", "italic": "*", "strike": "~~", "mark": "=="}
TAGS = {"bold": "strong", "italic": "em", "strike": "del", "mark": "mark", "kbd": "kbd", "sup": "sup", "sub": "sub"}

MAX_ROUNDS = 10


@dataclass(frozen=True)
class Sign:
    """The beginning or the end of a format."""

    mark: str
    pair: int
    is_end: bool


Token = str | Sign


def joined(tokens: Sequence[Token]) -> str:
    tokens = [token for token in tokens if token]
    as_html: set[int] = {token.pair for token in tokens if isinstance(token, Sign) and token.mark not in SIGNS}
    for _ in range(MAX_ROUNDS):
        failing = all_failing(tokens, as_html)
        if not failing:
            break
        as_html |= failing
    else:
        as_html = {token.pair for token in tokens if isinstance(token, Sign)}
    return "".join(shown(token, as_html) for token in tokens)


def shown(token: Token, as_html: set[int]) -> str:
    if isinstance(token, str):
        return token
    if token.pair in as_html:
        return f"</{TAGS[token.mark]}>" if token.is_end else f"<{TAGS[token.mark]}>"
    return SIGNS[token.mark]


def all_failing(tokens: Sequence[Token], as_html: set[int]) -> set[int]:
    """The formats whose signs Markdown would read differently."""
    failing: set[int] = set()
    at = 0
    while at < len(tokens):
        run = signs_at(tokens, at, as_html)
        if run:
            before = shown(tokens[at - 1], as_html)[-1] if at else " "
            end = at + len(run)
            after = shown(tokens[end], as_html)[0] if end < len(tokens) else " "
            failing |= failing_in(run, kind(before), kind(after))
        at += len(run) or 1
    return failing


def signs_at(tokens: Sequence[Token], at: int, as_html: set[int]) -> list[Sign]:
    """Signs in a row with the same character, which Markdown reads as one."""
    run: list[Sign] = []
    for index in range(at, len(tokens)):
        token = tokens[index]
        if not isinstance(token, Sign) or token.pair in as_html:
            break
        if run and SIGNS[token.mark][0] != SIGNS[run[0].mark][0]:
            break
        run.append(token)
    return run


def failing_in(run: Sequence[Sign], before: str, after: str) -> set[int]:
    opens, closes = [sign.pair for sign in run if not sign.is_end], [sign.pair for sign in run if sign.is_end]
    if opens and closes:
        return set(opens)
    if opens and (after == " " or (after == "." and before not in " .")):
        return set(opens)
    if closes and (before == " " or (before == "." and after not in " .")):
        return set(closes)
    return set()
