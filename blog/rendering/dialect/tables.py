"""Tables (GFM 4.10), with a caption in a line ``: Caption`` after the last row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from blog.rendering.dialect.blocks import Leaf, Started
from blog.rendering.dialect.lines import Line
from blog.rendering.errors import TooComplex

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

DELIMITER_ROW = re.compile(r"(?!-[ \t])\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-+:?[ \t]*+)*+\|?[ \t]*$")
CELL_END = re.compile(r"(?<!\\)\|")
CAPTION = re.compile(r":[ \t]+(\S.*)")
# Rows with few cells are filled up, so a short text could have very many.
MAX_CELLS = 40_000


class Table(Leaf):
    def __init__(self, header: list[str], alignments: list[str]) -> None:
        self.header = header
        self.alignments = alignments
        self.rows: list[list[str]] = []
        self.caption = ""

    def add(self, line: Line) -> None:
        if caption := CAPTION.match(line.rest):
            self.caption = caption[1]
        else:
            self.rows.append(split_row(line.rest))
        if len(self.rows) * len(self.header) > MAX_CELLS:
            raise TooComplex

    def close(self, document: Document) -> None:
        container = document.open[-1]
        table = SubElement(container.element, "table")
        if self.caption:
            set_caption(table, self.caption, container.texts)
        self.add_row(SubElement(table, "thead"), "th", self.header, container.texts)
        body = SubElement(table, "tbody") if self.rows else None
        for row in self.rows:
            self.add_row(body, "td", row, container.texts)

    def add_row(self, parent: Element | None, tag: str, texts: list[str], parsed_later: list[Element]) -> None:
        """Rows have as many cells as the header: more are left out, fewer are filled up."""
        row = SubElement(parent, "tr") if parent is not None else Element("tr")
        texts = texts + [""] * (len(self.header) - len(texts))
        for alignment, text in zip(self.alignments, texts, strict=False):
            cell = SubElement(row, tag, {"align": alignment} if alignment else {})
            cell.text = text
            parsed_later.append(cell)


def start_table(document: Document, line: Line) -> Started | None:
    """The line below the header, which is the last line of the paragraph so far."""
    paragraph = document.paragraph
    if paragraph is None or "|" not in paragraph.lines[-1] or not DELIMITER_ROW.match(line.rest):
        return None
    header = split_row(paragraph.lines[-1])
    alignments = [alignment_of(cell) for cell in split_row(line.rest)]
    if len(header) != len(alignments):
        return None
    del paragraph.lines[-1]
    return document.start_leaf(Table(header, alignments))


def split_row(text: str) -> list[str]:
    text = text.strip()
    cells = CELL_END.split(text.removeprefix("|"))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def alignment_of(cell: str) -> str:
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(
        (cell.startswith(":"), cell.endswith(":")), ""
    )


def set_caption(table: Element, text: str, parsed_later: list[Element]) -> None:
    caption = Element("caption")
    caption.text = text.strip()
    table.insert(0, caption)
    parsed_later.append(caption)
