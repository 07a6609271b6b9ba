"""Alerts, as on GitHub: a quote whose first line is ``[!NOTE]`` or another kind."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext, gettext_noop

from blog.rendering.dialect.elements import raw

TITLES = {
    "note": gettext_noop("Note"),
    "tip": gettext_noop("Tip"),
    "important": gettext_noop("Important"),
    "warning": gettext_noop("Warning"),
    "caution": gettext_noop("Caution"),
}
KIND = re.compile(rf"\[!({'|'.join(TITLES)})\][ \t]*(?:\n|$)", re.IGNORECASE)


def make_alert(quote: Element, texts: list[Element]) -> None:
    """Turn the quote into an alert if it is one. Its title is in the active language."""
    first = quote[0] if len(quote) and quote[0].tag == "p" else None
    match = KIND.match(first.text or "") if first is not None else None
    if first is None or match is None:
        return
    rest = (first.text or "")[match.end() :]
    if not rest and len(quote) == 1:
        return
    if rest:
        first.text = rest
    else:
        quote.remove(first)
        texts.remove(first)
    kind = match[1].lower()
    quote.set("class", f"alert alert-{kind}")
    quote.insert(0, raw(f'<div class="alert-title">{escape(gettext(TITLES[kind]))}</div>'))
