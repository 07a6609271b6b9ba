"""Block quotes (CommonMark 5.1), list items (5.2) and lists (5.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from blog.rendering.dialect.alerts import make_alert
from blog.rendering.dialect.blocks import Container, List, Started
from blog.rendering.dialect.lines import CODE_INDENT, Line

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)")


class Quote(Container):
    def close(self, document: Document) -> None:
        make_alert(self.element, self.texts)

    def continues(self, line: Line) -> bool:
        if line.indent >= CODE_INDENT or not line.rest.startswith(">"):
            return False
        line.skip(1)
        line.strip(1)
        return True


def start_quote(document: Document, line: Line) -> Started | None:
    line.skip(1)
    line.strip(1)
    quote = Quote(Element("blockquote"))
    started = document.start_container(quote)
    document.open[-2].element.append(quote.element)
    return started


class Item(Container):
    """A list item. Its blocks are indented by ``offset`` columns, the width of the marker and the space after it."""

    def __init__(self, element: Element, siblings: List, offset: int) -> None:
        super().__init__(element)
        self.siblings = siblings
        self.offset = offset

    def continues(self, line: Line) -> bool:
        if line.indent < self.offset and not line.is_blank:
            return False
        line.strip(self.offset)
        return self.children > 0 or not line.is_blank

    def close(self, document: Document) -> None:
        """GFM 5.3: a task begins with a box."""
        first = self.element[0] if len(self.element) and self.element[0].tag == "p" else None
        if first is not None and (box := TASK.match(first.text or "")):
            first.text = (first.text or "")[box.end() :]
            self.element.set("class", "task-open" if box[1] == " " else "task-done")


def start_item(document: Document, line: Line) -> Started | None:
    match = MARKER.match(line.rest)
    if match is None:
        return None
    bullet, number, delimiter = match.groups()
    # Only a list that begins with text, and with 1 if it is numbered, may interrupt a paragraph.
    if document.paragraph and (match.end() == len(line.rest.rstrip()) or (number and int(number) != 1)):
        return None
    offset = line.indent + match.end()
    line.skip(match.end())
    padding = 1 if line.is_blank or line.indent > CODE_INDENT else line.indent
    line.strip(padding)
    element, siblings = list_for(document, bullet or delimiter, number)
    return document.push(Item(SubElement(element, "li"), siblings, offset + padding))


def list_for(document: Document, marker: str, number: str | None) -> tuple[Element, List]:
    """The list above, if it has the same marker, or a new one."""
    container = document.container
    document.close_unmatched()
    if container.list and container.list.marker == marker:
        container.list.is_loose |= document.follows_blank_line(len(document.open))
        return container.element[-1], container.list
    element = Element("ol" if number else "ul")
    if number and int(number) != 1:
        element.set("start", str(int(number)))
    document.make_room().element.append(element)
    container.list = List(element, marker)
    document.lists.append(container.list)
    return element, container.list
