"""Signs of advertising in a text, each with the points that it starts with.

Decisions of the site's moderators change the points (comments/spam/bayes.py): on a site where links are approved, a
link soon has no points. Before anything is learned, no single sign holds a comment, except if the text is only a link.
The phrases describe typical advertising and weren't copied from comments.
"""

from __future__ import annotations

from comments.spam.signs.commerce import TRADE
from comments.spam.signs.links import LINKS
from comments.spam.signs.patterns import Sign
from comments.spam.signs.solicitation import ASKING
from comments.spam.text_features import TextFeatures

SIGNS: tuple[Sign, ...] = (*LINKS, *ASKING, *TRADE)


def find_signs(text: TextFeatures) -> dict[Sign, str]:
    """The signs in the text, each with the words that were found."""
    return {sign: found for sign in SIGNS if (found := sign.detect(text))}
