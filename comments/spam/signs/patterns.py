"""How signs of advertising are written down: parts of phrases, and questions to a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from comments.spam.text_features import TextFeatures

# Parts of phrases. Every repetition is bounded, so that no text takes long.
FEW = r"(?:[\w'+-]{1,20} ){0,3}?"
OWN = r"(?:my|our|me|us|mine|ours)"
SUBSCRIBES = r"su[bcnrs]{1,5}[iy]+[bv]"  # however it is spelt
SUBSCRIBE = rf"(?:{SUBSCRIBES}(?:e|ing)?|subs?)"
CHECK = r"ch[ea]{0,2}c?k(?:ing|ed)?"
PLEASE = r"(?:ple+a+s+e*|pl[sz]+|pli+z+)"
# Adjectives between "my" and its noun; a small word ends the phrase, and a favourite song is somebody else's.
NO_ADJECTIVE = r"(?!(?:the|th[ie]s|that|your|his|her|is|was|of|to|in|on|for|and|with|when|fav\w*|best|opinion)\b)"
KIND = rf"(?:{NO_ADJECTIVE}[\w+-]{{1,15}} ){{0,3}}?"
THING = (
    r"(?:ch[ae]?n{1,2}[ae]?l{1,2}e?s?|vid(?:eo|io)?s?|clips?|page|(?:web ?)?site|blog|covers?|remix(?:es)?|mix ?tapes?"
    r"|raps?|beats|album|profile|account|streams?|apps?|shop|store|books?|stuff|youtube|facebook|insta(?:gram)?|ig"
    r"|twitter|twitch|soundcloud|spotify|business|services?|products?|company|agency|playlists?|parody|gaming"
    r"|newsletter|course|podcast|vines?|freestyles?|demo|single|mash ?ups?|portfolio|fan ?-?page|game ?plays?"
    r"|tutorials|band)"
)
# "My song" may be anybody's; "my new song" was made by the commenter.
NEW = rf"(?:(?:new|own|first|latest|newest|original|other|debut) {KIND}|(?:rap|cover|gaming|dance) )"
MADE = rf"{NEW}(?:songs?|music|tracks?|one)"


# What a text has of a sign; empty for nothing.
type Question = Callable[[TextFeatures], str]


@dataclass(frozen=True)
class Sign:
    """``points`` are what it counts before the site's moderators decided anything."""

    key: str
    points: float
    found_in: Question


def says(*phrases: str) -> Question:
    return searching(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def contains(*pieces: str) -> Question:
    """For languages without spaces, and for those whose words change at both ends."""
    return searching("|".join(pieces))


def searching(pattern: str) -> Question:
    expression = re.compile(pattern)
    return lambda reading: found[0] if (found := expression.search(reading.plain)) else ""


def either(*questions: Question) -> Question:
    return lambda reading: next(filter(None, (question(reading) for question in questions)), "")
