import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import DISPLAY_NAME_LENGTH

JOINERS = "\u200c\u200d"  # used in Persian and Indic names and in some emoji
# Letters and signs according to Unicode, but nothing is shown for them: Hangul fillers, the empty Braille cell.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
MAX_MARKS = 4  # on one letter; Vietnamese has two, vocalised Hebrew and Arabic have up to three


def display_name_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Display name"),
        help_text=gettext_lazy("Shown next to what you write. Your e-mail address is never shown."),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


def clean_display_name(name: str) -> str:
    """The visible name. Raises ValidationError if it has no letter or number, or too many marks on a letter."""
    name = visible_name(name)
    check_marks(name)
    if not any(character.isalnum() for character in name):
        raise ValidationError(_("Please use at least one letter or number in your name."))
    return name


def visible_name(name: str) -> str:
    """The name on one line, without invisible or direction-changing characters, which could imitate another name."""
    visible = (
        character if is_visible(character) or character in JOINERS else " "
        for character in unicodedata.normalize("NFC", name)
    )
    return " ".join("".join(visible).split()).strip(JOINERS + " ")


def is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" and character not in BLANKS


def check_marks(name: str) -> None:
    """Raises ValidationError if marks are piled up on a letter, where they would cover the lines around it."""
    marks = 0
    for character in name:
        if unicodedata.category(character) in {"Mn", "Me"}:
            marks += 1
        elif character not in JOINERS:
            marks = 0
        if marks > MAX_MARKS:
            raise ValidationError(_("Please use at most %d accents or other marks on a letter.") % MAX_MARKS)
