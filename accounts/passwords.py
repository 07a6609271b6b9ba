"""How passwords are hashed, and which are accepted besides Django's own rules."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.allauth.adapter import current_site_name

MIN_OTHER_CHARACTERS = 8
MIN_WORD_LENGTH = 4  # ignores “www”, “com” and “the”


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes and 1 lane, the first choice of OWASP's Password Storage Cheat Sheet.

    About 20 ms for a login; Django's defaults need 100 MB and 230 ms. Hashes with other parameters stay valid and are
    replaced at the next login.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class SiteNameValidator:
    """Rejects passwords that consist of the words of the site's name and host, and of this program's name."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        for word in site_words():
            rest = rest.replace(word, "")
        if rest != password.casefold() and len(rest) < MIN_OTHER_CHARACTERS:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        return _("Use at least %d characters besides the name of this site.") % MIN_OTHER_CHARACTERS


def site_words() -> list[str]:
    """The longest first. One query during a request, none on the command line."""
    text = f"colophon {urlsplit(settings.SITE_URL).hostname} {current_site_name()}"
    words = {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= MIN_WORD_LENGTH}
    return sorted(words, key=len, reverse=True)
