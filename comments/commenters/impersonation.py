"""Names that look like those of the people who run the site. The badge says who is who; not everybody looks for it."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files

from accounts.models import User
from comments.commenters.author import CommentAuthor

DATA = files("confusable_homoglyphs") / "confusables.json"
# Case is ignored, and a capital I looks like a small l.
SAME_IN_ANOTHER_CASE = str.maketrans("i", "l")


def impersonated_name(writer: CommentAuthor) -> str:
    """The name of a member of staff that somebody else writes under; empty for any other. One query."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if writer.account:
        staff = staff.exclude(pk=writer.account.pk)
    look = skeleton(writer.name)
    return next((name for name in staff.values_list("display_name", flat=True) if look and skeleton(name) == look), "")


def skeleton(name: str) -> str:
    """The skeleton of a name: equal for names that look alike, whatever their case, accents, spaces and signs.

    After Unicode TR39. Both spellings of a letter count: a small Cyrillic м is only like M as a capital.
    """
    letters = unicodedata.normalize("NFKD", name).translate(prototypes())
    similar = folded(letters).translate(prototypes())
    return "".join(filter(str.isalnum, folded(similar))).translate(SAME_IN_ANOTHER_CASE)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


@cache
def prototypes() -> dict[int, str]:
    """A table for str.translate: each character that looks like another one, and which. 50 ms once in each process."""
    alike: dict[str, list[dict[str, str]]] = json.loads(DATA.read_text(encoding="utf-8"))
    known = {character: others[0]["c"] for character, others in alike.items() if len(character) == len(others) == 1}
    capitals = {
        small: known[capital]
        for capital in known
        if (small := capital.lower()) != capital and len(small) == 1
        if not known.get(small, small).isascii() and known[capital].isascii()
    }
    return str.maketrans(known | capitals)
