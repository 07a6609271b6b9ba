"""The query parameters that select a different page. Each value has one canonical form, so each page has one URL."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict


def page_number(text: str) -> str:
    """Values that aren't numbers are left to the view, which responds with 404."""
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else text


# Maps each name to a function that returns the canonical form of a value, or "". Other apps add theirs in ready().
KNOWN: dict[str, Callable[[str], str]] = {"page": page_number}


def canonical(query: QueryDict) -> list[tuple[str, str]]:
    """The known parameters in a fixed order, each with its last meaningful value."""
    spelled = {name: [spell(value) for value in query.getlist(name)] for name, spell in KNOWN.items() if name in query}
    return [(name, values[-1]) for name, all_values in spelled.items() if (values := [*filter(None, all_values)])]


def is_canonical(query: QueryDict) -> bool:
    """Whether no known parameter is repeated, in another form or meaningless. Unknown parameters are ignored."""
    given = [(name, value) for name in KNOWN for value in query.getlist(name)]
    return given == canonical(query)
