from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MAX_LINKS = 5
MAX_LINK_LENGTH = 200
validate_https = URLValidator(schemes=["https"])


def clean_links(text: str) -> list[str]:
    """The https URLs in a text, one per line, without repetitions. Raises ValidationError with the invalid line."""
    links = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(links) > MAX_LINKS:
        raise ValidationError(_("You can add at most %d links.") % MAX_LINKS)
    for link in links:
        check_link(link)
    return links


def check_link(link: str) -> None:
    try:
        validate_https(link)
        parts = urlsplit(link)
        is_valid = parts.username is None and parts.password is None and len(link) <= MAX_LINK_LENGTH
    except (ValidationError, ValueError):
        is_valid = False
    if not is_valid:
        raise ValidationError(_("“%s” isn’t an address that begins with https://.") % link[:60])
