"""Passwords are not made of the words that stand on every page of the site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.allauth.adapter import site_name

MIN_OTHER_CHARACTERS = 8
MIN_WORD_LENGTH = 4  # «www», «com», «the» are everywhere


class SiteNameValidator:
    """The words are those of the host and of the blog's name, and the name of this program."""

    def validate(self, password: str, user: object = None) -> None:
        besides = password.casefold()
        for word in site_words():
            besides = besides.replace(word, "")
        if besides != password.casefold() and len(besides) < MIN_OTHER_CHARACTERS:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        return _("Use at least %d characters besides the name of this site.") % MIN_OTHER_CHARACTERS


def site_words() -> list[str]:
    """The longest first. One query where a request is answered, none on the terminal."""
    text = f"colophon {urlsplit(settings.SITE_URL).hostname} {site_name(context.request)}"
    words = {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= MIN_WORD_LENGTH}
    return sorted(words, key=len, reverse=True)
