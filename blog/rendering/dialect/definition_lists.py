"""Definition lists, as in PHP Markdown Extra: a term, and below it its definition after a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from blog.rendering.dialect.blocks import Container, List, Started
from blog.rendering.dialect.leaves import add_text_block
from blog.rendering.dialect.lines import CODE_INDENT, Line
from blog.rendering.dialect.tables import set_caption

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

MARKER = re.compile(r":(?=[ \t]+\S)")


class Definition(Container):
    def __init__(self, siblings: List, element: Element, offset: int) -> None:
        super().__init__(element)
        self.siblings = siblings
        self.offset = offset

    def continues(self, line: Line) -> bool:
        if not line.is_blank and line.indent < self.offset:
            return False
        line.strip(self.offset)
        return True


def start_definition(document: Document, line: Line) -> Started | None:
    """Starts the definition of the terms above, or gives the table above its caption."""
    if not MARKER.match(line.rest):
        return None
    follows_blank_line = document.blank_line is not None
    container = document.container
    # An open table, which isn't part of its container yet, takes its caption itself.
    is_inside_leaf = document.leaf is not None and document.is_leaf_matched
    above = container.element[-1] if len(container.element) and not is_inside_leaf else None
    if above is not None and above.tag == "table" and follows_blank_line and above[0].tag != "caption":
        set_caption(above, line.rest[1:], container.texts)
        return Started.LEAF
    terms = take_terms(document, above)
    if not terms and (above is None or above.tag != "dl"):
        return None
    definitions = list_of(container, document)
    for term in terms:
        add_text_block(document, "dt", term, parent=definitions)
    offset = line.indent + 1
    line.skip(1)
    padding = 1 if line.indent > CODE_INDENT else line.indent
    line.strip(padding)
    element = SubElement(definitions, "dd")
    # Each definition is tight or loose on its own.
    siblings = List([element], ":", is_loose=follows_blank_line)
    document.lists.append(siblings)
    return document.push(Definition(siblings, element, offset + padding))


def take_terms(document: Document, above: Element | None) -> list[str]:
    """The lines of the paragraph above, which is taken away as a paragraph."""
    if document.paragraph:
        text = document.paragraph.take_text(document)
        document.leaf = None
        return text.split("\n") if text else []
    if above is None or above.tag != "p" or document.leaf:
        return []
    del document.container.element[-1], document.container.texts[-1]
    return (above.text or "").split("\n")


def list_of(container: Container, document: Document) -> Element:
    """The definition list above, or a new one."""
    document.close_unmatched()
    if len(container.element) and container.element[-1].tag == "dl":
        return container.element[-1]
    return SubElement(document.make_room().element, "dl")
