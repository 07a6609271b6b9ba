"""Paragraphs, headings, thematic breaks and code (CommonMark 4.1 to 4.5 and 4.8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from blog.rendering.dialect.blocks import Leaf, Started, Verbatim
from blog.rendering.dialect.code import code_block
from blog.rendering.dialect.escapes import unescape
from blog.rendering.dialect.lines import CODE_INDENT, Line
from blog.rendering.dialect.references import take_references

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

THEMATIC_BREAK = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ATX_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
SETEXT_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")


class Paragraph(Leaf):
    def __init__(self, line: Line) -> None:
        self.lines = [line.rest]

    def add(self, line: Line) -> None:
        self.lines.append(line.rest)

    def close(self, document: Document) -> None:
        if text := self.take_text(document):
            add_text_block(document, "p", text)

    def take_text(self, document: Document) -> str:
        """The text after the link reference definitions at its start."""
        text = "\n".join(self.lines)
        if text.startswith("["):
            text = take_references(text, document.definitions.links)
        return text.rstrip()


def add_text_block(document: Document, tag: str, text: str, parent: Element | None = None) -> None:
    """Add an element whose text is parsed later, to the innermost container if no parent is given."""
    container = document.open[-1]
    element = SubElement(container.element if parent is None else parent, tag)
    element.text = text
    container.texts.append(element)


def start_thematic_break(document: Document, line: Line) -> Started | None:
    return document.add_leaf(Element("hr")) if THEMATIC_BREAK.match(line.rest) else None


def keep_thematic_break(document: Document, line: Line) -> Started | None:
    """Where rules aren't allowed, the line is text, and not a list of empty items."""
    if not THEMATIC_BREAK.match(line.rest):
        return None
    document.add_text(line)
    return Started.LEAF


def start_atx_heading(document: Document, line: Line) -> Started | None:
    match = ATX_HEADING.match(line.rest)
    if match is None:
        return None
    document.make_room().list = None
    add_text_block(document, f"h{len(match[1])}", (match[2] or "").strip())
    return Started.LEAF


def start_setext_heading(document: Document, line: Line) -> Started | None:
    paragraph = document.paragraph
    if paragraph is None or not SETEXT_UNDERLINE.match(line.rest):
        return None
    text = paragraph.take_text(document)
    if not text:
        paragraph.lines = []
        return None
    document.leaf = None
    add_text_block(document, "h1" if line.rest[0] == "=" else "h2", text)
    return Started.LEAF


class IndentedCode(Verbatim):
    def __init__(self, line: Line) -> None:
        line.strip(CODE_INDENT)
        self.lines = [line.text]

    def continues(self, line: Line) -> bool:
        return line.is_blank or line.indent >= CODE_INDENT

    def add(self, line: Line) -> None:
        line.strip(CODE_INDENT)
        self.lines.append(line.text)

    def close(self, document: Document) -> None:
        while not self.lines[-1].strip(" \t"):
            self.lines.pop()
        document.open[-1].element.append(code_block("\n".join(self.lines) + "\n", "", rich=document.is_rich))


class FencedCode(Verbatim):
    def __init__(self, fence: str, indent: int, info: str) -> None:
        self.fence = re.compile(f"{fence[0]}{{{len(fence)},}}[ \t]*$")
        self.indent = indent
        self.info = info
        self.lines: list[str] = []

    def continues(self, line: Line) -> bool:
        return True

    def add(self, line: Line) -> None:
        if line.indent < CODE_INDENT and self.fence.match(line.rest):
            self.is_done = True
        else:
            line.strip(self.indent)
            self.lines.append(line.text)

    def close(self, document: Document) -> None:
        code = "".join(f"{line}\n" for line in self.lines)
        document.open[-1].element.append(code_block(code, self.info, rich=document.is_rich))


def start_fenced_code(document: Document, line: Line) -> Started | None:
    match = FENCE.match(line.rest)
    if match is None:
        return None
    info = unescape((match[2] or match[4] or "").strip())
    return document.start_leaf(FencedCode(match[1] or match[3], line.indent, info))
