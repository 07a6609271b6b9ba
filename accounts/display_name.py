import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

JOINERS = "\u200c\u200d"  # Persian and Indic names and some emoji are written with them


def clean_display_name(name: str) -> str:
    """The name in one line, without invisible and direction-turning characters. Raises ValidationError."""
    visible = (
        character if character in JOINERS or unicodedata.category(character)[0] != "C" else " "
        for character in unicodedata.normalize("NFC", name)
    )
    name = " ".join("".join(visible).split()).strip(JOINERS + " ")
    if not any(character.isalnum() for character in name):
        raise ValidationError(_("Please use at least one letter or number in your name."))
    return name
