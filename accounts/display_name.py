import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

JOINERS = "\u200c\u200d"  # Persian and Indic names and some emoji are written with them
# Unicode calls them letters or signs, and they show nothing: fillers of Korean syllables, the empty Braille cell.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"


MOST_MARKS = 4  # above and below one letter; Vietnamese has two, vocalised Hebrew and Arabic have up to three


def visible_name(name: str) -> str:
    """The name in one line, without invisible and direction-turning characters, which can make it look like another."""
    visible = (
        character if is_visible(character) or character in JOINERS else " "
        for character in unicodedata.normalize("NFC", name)
    )
    return " ".join("".join(visible).split()).strip(JOINERS + " ")


def is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" and character not in BLANKS


def check_marks(name: str) -> None:
    """Raises ValidationError when marks are piled up on a letter: they would be drawn over the lines around it."""
    marks = 0
    for character in name:
        if unicodedata.category(character) in {"Mn", "Me"}:
            marks += 1
        elif character not in JOINERS:
            marks = 0
        if marks > MOST_MARKS:
            raise ValidationError(_("Please use at most %d accents or other marks on a letter.") % MOST_MARKS)


def clean_display_name(name: str) -> str:
    """The visible name. Raises ValidationError when it has neither letter nor number, or piled-up marks."""
    name = visible_name(name)
    check_marks(name)
    if not any(character.isalnum() for character in name):
        raise ValidationError(_("Please use at least one letter or number in your name."))
    return name
