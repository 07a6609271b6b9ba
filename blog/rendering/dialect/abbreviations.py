"""Abbreviations, as in PHP Markdown Extra: ``*[HTML]: Hypertext Markup Language`` explains every HTML in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from blog.rendering.dialect.blocks import Started
from blog.rendering.dialect.lines import Line

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Definitions, Document

DEFINITION = re.compile(r"\*\[([^\[\]\\]{1,80})\]:[ \t]*(.*)")
# More names would take long to look for.
MAX_ABBREVIATIONS = 200
# Text in these elements stays as it is.
VERBATIM = frozenset({"abbr", "code", "raw"})


def define_abbreviation(document: Document, line: Line) -> Started | None:
    match = DEFINITION.match(line.rest)
    if match is None:
        return None
    document.make_room()
    document.definitions.abbreviations.setdefault(match[1].strip(), match[2].strip())
    return Started.LEAF


def mark_abbreviations(elements: Iterable[Element], definitions: Definitions) -> None:
    names = sorted(filter(None, definitions.abbreviations), key=len, reverse=True)[:MAX_ABBREVIATIONS]
    if names:
        pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")
        for element in elements:
            mark(element, pattern, definitions)


def mark(element: Element, pattern: re.Pattern[str], definitions: Definitions) -> None:
    if element.tag in VERBATIM:
        return
    children = list(element)
    marked, element.text = split(element.text, pattern, definitions)
    for child in children:
        mark(child, pattern, definitions)
        following, child.tail = split(child.tail, pattern, definitions)
        marked += [child, *following]
    element[:] = marked


def split(text: str | None, pattern: re.Pattern[str], definitions: Definitions) -> tuple[list[Element], str | None]:
    """The abbreviations in the text, each followed by more text, and the text before the first."""
    first, *rest = pattern.split(text or "")
    found = []
    for name, tail in zip(rest[::2], rest[1::2], strict=True):
        title = definitions.abbreviations[name]
        abbreviation = Element("abbr", {"title": title} if title and definitions.may_copy(title) else {})
        abbreviation.text, abbreviation.tail = name, tail
        found.append(abbreviation)
    return found, first
