"""What advertising does in a text: a table of signs, each with the points that it starts with.

A sign is no verdict. The decisions of the site's moderators change its points (comments/spam/bayes.py): where links
are welcome a link soon counts nothing. No sign alone holds a comment before something was learned, except a text that
is nothing but an address. The phrases were written from what advertising is like, not copied out of comments.
"""

from __future__ import annotations

from comments.spam.signs.commerce import TRADE
from comments.spam.signs.links import LINKS
from comments.spam.signs.patterns import Sign
from comments.spam.signs.solicitation import ASKING
from comments.spam.text_features import TextFeatures

SIGNS: tuple[Sign, ...] = (*LINKS, *ASKING, *TRADE)


def signs_of(reading: TextFeatures) -> dict[Sign, str]:
    """Each sign with what was found of it."""
    return {sign: found for sign in SIGNS if (found := sign.found_in(reading))}
