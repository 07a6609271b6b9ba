"""How every mail about comments is made: text first, the same as HTML, and what mail programs want to know."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from accounts.emails import HEADERS, Email, from_address
from blog.models import BlogSettings

SUBJECT_LENGTH = 150


def build_email(
    subject: str,
    template: str,
    context: dict[str, Any],
    to: str,
    *,
    name: str = "",
    headers: dict[str, str] | None = None,
) -> Email:
    """A mail from ``emails/comments/<template>.txt`` and ``.html``.

    Sent a second time it has the same ``name``, from which its Message-ID is made: many mailboxes show it once.
    """
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    site_name = BlogSettings.current().name
    context = {"subject": subject, "site_name": site_name, "site_address": settings.SITE_URL} | context
    headers = HEADERS | (headers or {})
    if name:
        headers["Message-ID"] = f"<{name.replace(':', '.')}@{host()}>"
    text = render_to_string(f"emails/comments/{template}.txt", context).strip()
    mail = Email(subject, f"{text}\n", from_address(site_name), to=[to], headers=headers)
    mail.attach_alternative(render_to_string(f"emails/comments/{template}.html", context), "text/html")
    return mail


def list_headers(list_name: str, unsubscribe_url: str = "") -> dict[str, str]:
    """What lets mail programs sort, not answer, and with one click end a kind of mail (RFC 2919, 3834, 8058)."""
    headers = {"List-Id": f"<{list_name}.{host()}>", "Precedence": "bulk"}
    if unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
