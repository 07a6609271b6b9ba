from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MAX_LINKS = 5
MAX_LINK_LENGTH = 200
is_address = URLValidator(schemes=["https"])


def clean_links(text: str) -> list[str]:
    """The https addresses of a text, one a line, each once. Raises ValidationError that names the wrong line."""
    links = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(links) > MAX_LINKS:
        raise ValidationError(_("At most %d links; take some out.") % MAX_LINKS)
    for link in links:
        check_link(link)
    return links


def check_link(link: str) -> None:
    try:
        is_address(link)
        parts = urlsplit(link)
        has_login = parts.username is not None or parts.password is not None
    except (ValidationError, ValueError):
        has_login = True
    if has_login or len(link) > MAX_LINK_LENGTH:
        raise ValidationError(_("“%s” is no address that begins with https://.") % link[:60])
