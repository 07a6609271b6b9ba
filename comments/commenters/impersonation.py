"""Names that look like those of the people who run the site. The badge says who is who; not everybody looks for it."""

from __future__ import annotations

import unicodedata

from accounts.models import User
from comments.commenters.author import Writer

# Letters of other alphabets and digits that look like one of ours, once all are small; I, l and 1 look like each other.
LOOK_ALIKE = str.maketrans("аеорсухіјѕкмтвнοανικρυ01l", "aeopcyxijskmtbhoavikpuoii")


def borrowed_name(writer: Writer) -> str:
    """The name of a member of staff that somebody else writes under; empty for any other. One query."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if writer.account:
        staff = staff.exclude(pk=writer.account.pk)
    look = look_of(writer.name)
    return next((name for name in staff.values_list("display_name", flat=True) if look and look_of(name) == look), "")


def look_of(name: str) -> str:
    """What stays of a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in plain if character.isalnum()).translate(LOOK_ALIKE)
