"""E-mails about accounts: plain text, and the same text as HTML in the layout that all e-mails share."""

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
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

HEADERS = {"Auto-Submitted": "auto-generated"}
SIGNATURE = "\n-- \n"
CODE = re.compile(r"[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6})+")  # the format of allauth's login codes
LINK_LABELS = {
    "account_confirm_email": _("Confirm this address"),
    "account_login": _("Log in"),
    "account_reset_password": _("Choose a new password"),
    "account_reset_password_from_key": _("Choose a new password"),
    "revert_email": _("Change it back"),
}


class UnfoldedHeader(UnstructuredHeader, BaseHeader):
    """A header with URLs or ids, on one line.

    Python breaks long words up into RFC 2047 encoded words, which no mail program decodes in these headers.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADER_TYPES = HeaderRegistry()
for name in ("List-Id", "List-Unsubscribe"):
    HEADER_TYPES.map_to_type(name, UnfoldedHeader)


class Email(EmailMultiAlternatives):
    """An e-mail with headers that mail programs can read."""

    def message(self, *, policy: Any = default) -> EmailMessage:
        return super().message(policy=policy.clone(header_factory=HEADER_TYPES))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; with a label, the text is the URL of a page of this site."""

    text: str
    label: str = ""

    @property
    def is_code(self) -> bool:
        return bool(CODE.fullmatch(self.text))


def render_email(
    template_prefix: str, recipients: Iterable[str], context: dict[str, Any], headers: dict[str, str] | None = None
) -> Email:
    """From ``<prefix>_subject.txt`` and ``<prefix>_message.txt``. The context must contain ``site_name``."""
    context = {"site_address": settings.SITE_URL, **context}
    subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
    text = render_to_string(f"{template_prefix}_message.txt", context).strip()
    return build_email(subject, f"{text}\n", recipients, headers)


def build_email(subject: str, text: str, recipients: Iterable[str], headers: dict[str, str] | None = None) -> Email:
    """``text`` ends with a signature: the name and the address of the blog."""
    body, _dashes, signature = text.rpartition(SIGNATURE)
    site_name = signature.strip().partition("\n")[0]
    email = Email(subject, text, from_address(site_name), to=list(recipients), headers=headers)
    context = {
        "subject": subject,
        "site_name": site_name,
        "site_address": settings.SITE_URL,
        "parts": split_paragraphs(body or text),
    }
    email.attach_alternative(render_to_string("emails/accounts/letter.html", context), "text/html")
    return email


def from_address(site_name: str) -> str:
    """The blog's name and the address of DEFAULT_FROM_EMAIL, unless that contains a name already."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return settings.DEFAULT_FROM_EMAIL if name else formataddr((" ".join(site_name.split()), address))


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def message_id(name: str) -> str:
    """The Message-ID of an e-mail with this name. Mailboxes show a repetition once."""
    return f"<{name.replace(':', '.')}@{host()}>"


def split_paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs are separated by empty lines. One that is only a URL of this site becomes a button."""
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    return [Paragraph(paragraph, link_label(paragraph)) for paragraph in paragraphs if paragraph]


def link_label(text: str) -> str:
    if not text.startswith(f"{settings.SITE_URL}/") or len(text.split()) > 1:
        return ""
    try:
        name = resolve(urlsplit(text).path).url_name or ""
    except Resolver404:
        return ""
    return str(LINK_LABELS.get(name, _("Open the page")))


def site_name(request: HttpRequest | None) -> str:
    """The blog's name, which templates know as ``site``; without a request, the host name of SITE_URL."""
    name = render_to_string("account/email/site_name.txt", request=request).strip()
    return name or urlsplit(settings.SITE_URL).hostname or ""


def absolute_url(name: str, *args: str) -> str:
    """For e-mails. Not built from the request, as senders can choose its Host header."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
