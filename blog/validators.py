import re
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def validate_web_address(value: str) -> None:
    """Accept https://…, http://…, mailto:… and paths on this site (/about/), but no other schemes."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ValidationError(_("“%s” is not a valid URL.") % value, code="address") from error
    is_path = value.startswith("/") and not value.startswith(("//", "/\\"))
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    is_allowed = is_path or is_web or is_mail_address(parts)
    if any(character.isspace() or ord(character) < 32 for character in value) or not is_allowed:
        raise ValidationError(
            _("“%s” is not a valid URL. Start it with https:// or mailto:, or with / for a page on this site.") % value,
            code="address",
        )


def is_mail_address(parts: SplitResult) -> bool:
    """Whether it is a mailto: URL with one address. It may have a subject."""
    if parts.scheme != "mailto" or parts.netloc:
        return False
    try:
        validate_email(unquote(parts.path))
    except ValidationError:
        return False
    return True


# ISO 639-1. Languages without a two-letter code have a three-letter code.
TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})(?:-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)


def validate_language(value: str) -> None:
    """Accept language tags (BCP 47): en, de-CH, zh-Hant."""
    found = LANGUAGE.fullmatch(value)
    if not found or (len(found["language"]) == 2 and found["language"].lower() not in TWO_LETTERS.split()):
        raise ValidationError(
            _("“%s” is not a language code. Use one such as en, de-CH or ja.") % value, code="language"
        )
