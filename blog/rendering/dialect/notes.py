"""Footnotes: ``[^label]`` refers to a definition that starts with ``[^label]:``. They are shown at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext

from blog.rendering.dialect.blocks import Container, Started
from blog.rendering.dialect.elements import GROUP, append_text
from blog.rendering.dialect.lines import CODE_INDENT, Line
from blog.rendering.dialect.references import normalize_label

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

DEFINITION = re.compile(r"\[\^([^\[\]\n]{1,80})\]:")


class Note(Container):
    """The definition of a note. Its further blocks are indented."""

    owns_texts = True

    def continues(self, line: Line) -> bool:
        if not line.is_blank and line.indent < CODE_INDENT:
            return False
        line.strip(CODE_INDENT)
        return True


def start_note(document: Document, line: Line) -> Started | None:
    match = DEFINITION.match(line.rest)
    if match is None:
        return None
    note = Note(Element(GROUP))
    started = document.start_container(note)
    line.skip(match.end())
    line.strip(line.indent)
    document.definitions.notes.setdefault(normalize_label(match[1]), note)
    return started


class Notes:
    """Numbers the notes in the order of their first reference. Notes without references aren't shown."""

    def __init__(self, definitions: dict[str, Container]) -> None:
        self.definitions = definitions
        self.names: list[str] = []
        self.numbers: dict[str, int] = {}
        self.references: dict[str, int] = {}

    def reference(self, label: str) -> Element | None:
        name = normalize_label(label)
        if name not in self.definitions:
            return None
        if name not in self.numbers:
            self.names.append(name)
            self.numbers[name] = len(self.names)
        self.references[name] = self.references.get(name, 0) + 1
        sup = Element("sup", {"id": reference_id(name, self.references[name])})
        SubElement(sup, "a", {"class": "footnote-ref", "href": f"#fn:{name}"}).text = str(self.numbers[name])
        return sup

    def section(self, parse: Callable[[Iterable[Element]], None]) -> Element | None:
        """The notes that are referred to. ``parse`` parses their texts, which may refer to further ones."""
        if not self.names:
            return None
        division = Element("div", {"class": "footnote"})
        SubElement(division, "hr")
        items = SubElement(division, "ol")
        for name in self.names:
            note = self.definitions[name]
            parse(note.texts)
            SubElement(items, "li", {"id": f"fn:{name}"}).extend(note.element)
        for number, (name, item) in enumerate(zip(self.names, items, strict=True), 1):
            self.add_back_links(item, name, number)
        return division

    def add_back_links(self, item: Element, name: str, number: int) -> None:
        last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
        append_text(last, "\N{NO-BREAK SPACE}" if len(last) or last.text else "")
        title = gettext("Jump back to footnote %d in the text") % number
        for count in range(1, self.references[name] + 1):
            href = f"#{reference_id(name, count)}"
            SubElement(last, "a", {"class": "footnote-backref", "href": href, "title": title}).text = "↩"


def reference_id(name: str, count: int) -> str:
    return f"fnref:{name}" if count == 1 else f"fnref{count}:{name}"
