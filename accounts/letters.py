"""Mails about accounts: plain text first, and the same words as HTML in the layout of all mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

SIGNATURE = "\n-- \n"
LABELS = {
    "account_confirm_email": _("Confirm this address"),
    "account_login": _("Log in"),
    "account_reset_password": _("Choose a new password"),
    "account_reset_password_from_key": _("Choose a new password"),
}


@dataclass(frozen=True)
class Part:
    """A paragraph, or with a label the address of a page here."""

    text: str
    label: str = ""


def letter(
    subject: str, text: str, recipients: Iterable[str], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """``text`` ends with a signature: the blog's name and address."""
    mail = EmailMultiAlternatives(subject, text, to=list(recipients), headers=headers)
    body, _dashes, signature = text.rpartition(SIGNATURE)
    context = {
        "subject": subject,
        "site_name": signature.strip().partition("\n")[0],
        "site_address": settings.SITE_URL,
        "parts": parts_of(body or text),
    }
    mail.attach_alternative(render_to_string("emails/accounts/letter.html", context), "text/html")
    return mail


def parts_of(text: str) -> list[Part]:
    """Paragraphs stand between empty lines; one that is nothing but an address of this site becomes a link."""
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    return [Part(paragraph, label_of(paragraph)) for paragraph in paragraphs if paragraph]


def label_of(text: str) -> str:
    if not text.startswith(f"{settings.SITE_URL}/") or len(text.split()) > 1:
        return ""
    try:
        name = resolve(urlsplit(text).path).url_name or ""
    except Resolver404:
        return ""
    return str(LABELS.get(name, _("Open the page")))
