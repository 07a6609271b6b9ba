from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_web_address(value: str) -> None:
    """Accept https://…, http://… and paths of this site (/about/); refuse every other scheme."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ValidationError(_("“%s” is not a web address.") % value, code="address") from error
    is_path = value.startswith("/") and not value.startswith(("//", "/\\"))
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    if any(character.isspace() or ord(character) < 32 for character in value) or not (is_path or is_web):
        raise ValidationError(
            _("“%s” is not a web address: start it with https:// or, on this site, with /.") % value,
            code="address",
        )
