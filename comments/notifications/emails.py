"""Composing the e-mails about comments, and sending each of them once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts.emails import HEADERS, Email, from_address, host, message_id
from accounts.send_once import send_once
from blog.models import BlogSettings

SUBJECT_LENGTH = 150


def send_email(
    subject: str,
    template: str,
    context: dict[str, Any],
    to: str,
    *,
    name: str,
    attempt: int,
    headers: dict[str, str] | None = None,
) -> bool:
    """Send ``emails/comments/<template>.txt`` and ``.html``, unless an e-mail with this name was sent already.

    Returns whether it was sent now. The Message-ID is made from the name, so that mailboxes show a repetition once.
    """
    return send_once(name, attempt, build_email(subject, template, context, to, name, headers or {}).send)


def build_email(
    subject: str, template: str, context: dict[str, Any], to: str, name: str, headers: dict[str, str]
) -> Email:
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    site_name = BlogSettings.current().name
    context = {"subject": subject, "site_name": site_name, "site_address": settings.SITE_URL} | context
    headers = HEADERS | headers | {"Message-ID": message_id(name)}
    text = render_to_string(f"emails/comments/{template}.txt", context).strip()
    email = Email(subject, f"{text}\n", from_address(site_name), to=[to], headers=headers)
    email.attach_alternative(render_to_string(f"emails/comments/{template}.html", context), "text/html")
    return email


def list_headers(list_name: str, unsubscribe_url: str) -> dict[str, str]:
    """Headers for filters, against automatic replies, and for one-click unsubscribing (RFC 2919, 3834, 8058)."""
    return {
        "List-Id": f"<{list_name}.{host()}>",
        "Precedence": "bulk",
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
