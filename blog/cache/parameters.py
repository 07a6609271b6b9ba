"""The query parameters that select a different page. Every value has one spelling, so a page has one address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict


def page_number(text: str) -> str:
    """Anything else than a number is left to the view, which answers 404."""
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else text


# By name, what gives the canonical spelling of a value, or "" if it selects nothing. Other apps add theirs in ready().
KNOWN: dict[str, Callable[[str], str]] = {"page": page_number}


def canonical(query: QueryDict) -> list[tuple[str, str]]:
    """The known parameters in a fixed order, each once: the last value that means something."""
    spelled = {name: [spell(value) for value in query.getlist(name)] for name, spell in KNOWN.items() if name in query}
    return [(name, values[-1]) for name, all_values in spelled.items() if (values := [*filter(None, all_values)])]


def is_canonical(query: QueryDict) -> bool:
    """Whether no known parameter is repeated, spelled otherwise or meaningless. Unknown ones do not count."""
    given = [(name, value) for name in KNOWN for value in query.getlist(name)]
    return given == canonical(query)
