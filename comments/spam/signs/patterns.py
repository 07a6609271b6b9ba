"""Building blocks for signs of advertising: parts of phrases, and functions that look for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from comments.spam.text_features import TextFeatures

# Parts of phrases. Every repetition is limited, so that matching is fast for any text.
FEW = r"(?:[\w'+-]{1,20} ){0,3}?"
OWN = r"(?:my|our|me|us|mine|ours)"
SUBSCRIBES = r"su[bcnrs]{1,5}[iy]+[bv]"  # however it is spelt
SUBSCRIBE = rf"(?:{SUBSCRIBES}(?:e|ing)?|subs?)"
CHECK = r"ch[ea]{0,2}c?k(?:ing|ed)?"
PLEASE = r"(?:ple+a+s+e*|pl[sz]+|pli+z+)"
# Adjectives between "my" and its noun. Function words end the phrase; "my favourite song" is by someone else.
NO_ADJECTIVE = r"(?!(?:the|th[ie]s|that|your|his|her|is|was|of|to|in|on|for|and|with|when|fav\w*|best|opinion)\b)"
KIND = rf"(?:{NO_ADJECTIVE}[\w+-]{{1,15}} ){{0,3}}?"
THING = (
    r"(?:ch[ae]?n{1,2}[ae]?l{1,2}e?s?|vid(?:eo|io)?s?|clips?|page|(?:web ?)?site|blog|covers?|remix(?:es)?|mix ?tapes?"
    r"|raps?|beats|album|profile|account|streams?|apps?|shop|store|books?|stuff|youtube|facebook|insta(?:gram)?|ig"
    r"|twitter|twitch|soundcloud|spotify|business|services?|products?|company|agency|playlists?|parody|gaming"
    r"|newsletter|course|podcast|vines?|freestyles?|demo|single|mash ?ups?|portfolio|fan ?-?page|game ?plays?"
    r"|tutorials|band)"
)
# "My song" may be by anyone; "my new song" was made by the commenter.
NEW = rf"(?:(?:new|own|first|latest|newest|original|other|debut) {KIND}|(?:rap|cover|gaming|dance) )"
MADE = rf"{NEW}(?:songs?|music|tracks?|one)"


# Returns the words of a text that match, or an empty string.
type Detector = Callable[[TextFeatures], str]


@dataclass(frozen=True)
class Sign:
    """``points`` are those before the site's moderators have decided anything."""

    key: str
    points: float
    detect: Detector


def says(*phrases: str) -> Detector:
    return searching(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def contains(*pieces: str) -> Detector:
    """For languages without spaces, and for words with prefixes and suffixes."""
    return searching("|".join(pieces))


def searching(pattern: str) -> Detector:
    expression = re.compile(pattern)
    return lambda text: found[0] if (found := expression.search(text.normalized)) else ""


def either(*detectors: Detector) -> Detector:
    return lambda text: next(filter(None, (detect(text) for detect in detectors)), "")
