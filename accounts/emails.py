"""Mails about accounts: plain text first, and the same words as HTML in the layout of all mails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

SIGNATURE = "\n-- \n"
CODE = re.compile(r"[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6})+")  # as allauth makes them
LABELS = {
    "account_confirm_email": _("Confirm this address"),
    "account_login": _("Log in"),
    "account_reset_password": _("Choose a new password"),
    "account_reset_password_from_key": _("Choose a new password"),
    "revert_email": _("Change it back"),
}


class UnfoldedHeader(UnstructuredHeader, BaseHeader):
    """A header of URLs or ids, on one line.

    Python breaks a long word up into RFC 2047 encoded words, which no mail program decodes in these headers.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADER_TYPES = HeaderRegistry()
for name in ("List-Id", "List-Unsubscribe"):
    HEADER_TYPES.map_to_type(name, UnfoldedHeader)


class Email(EmailMultiAlternatives):
    """A mail whose headers arrive as mail programs read them."""

    def message(self, *, policy: Any = default) -> EmailMessage:
        return super().message(policy=policy.clone(header_factory=HEADER_TYPES))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or with a label the address of a page here."""

    text: str
    label: str = ""

    @property
    def is_code(self) -> bool:
        """To be typed elsewhere, often from a phone beside the keyboard."""
        return bool(CODE.fullmatch(self.text))


def build_email(subject: str, text: str, recipients: Iterable[str], headers: dict[str, str] | None = None) -> Email:
    """``text`` ends with a signature: the blog's name and address."""
    body, _dashes, signature = text.rpartition(SIGNATURE)
    site_name = signature.strip().partition("\n")[0]
    mail = Email(subject, text, from_address(site_name), to=list(recipients), headers=headers)
    context = {
        "subject": subject,
        "site_name": site_name,
        "site_address": settings.SITE_URL,
        "parts": split_paragraphs(body or text),
    }
    mail.attach_alternative(render_to_string("emails/accounts/letter.html", context), "text/html")
    return mail


def from_address(site_name: str) -> str:
    """The name of the blog stands in the mailbox, unless DEFAULT_FROM_EMAIL brings a name of its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return settings.DEFAULT_FROM_EMAIL if name else formataddr((" ".join(site_name.split()), address))


def split_paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs stand between empty lines; one that is nothing but an address of this site becomes a link."""
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    return [Paragraph(paragraph, link_label(paragraph)) for paragraph in paragraphs if paragraph]


def link_label(text: str) -> str:
    if not text.startswith(f"{settings.SITE_URL}/") or len(text.split()) > 1:
        return ""
    try:
        name = resolve(urlsplit(text).path).url_name or ""
    except Resolver404:
        return ""
    return str(LABELS.get(name, _("Open the page")))
