"""CommonMark 0.31.2 and GitHub Flavored Markdown for Python-Markdown, with more that authors know from other tools.

Python-Markdown's own parser splits a text at blank lines, so that it can't express containers. This package replaces
both of its phases: lines become a tree of blocks (``Document``), then the text of each block is parsed
(``InlineParser``). The result is HTML that isn't safe yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, ElementTree

import markdown
from markdown.blockparser import BlockParser
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from blog.rendering.dialect.abbreviations import define_abbreviation, mark_abbreviations
from blog.rendering.dialect.blocks import Start
from blog.rendering.dialect.containers import start_item, start_quote
from blog.rendering.dialect.definition_lists import start_definition
from blog.rendering.dialect.document import Document
from blog.rendering.dialect.elements import to_html
from blog.rendering.dialect.html_blocks import start_html
from blog.rendering.dialect.inlines import InlineParser
from blog.rendering.dialect.leaves import (
    keep_thematic_break,
    start_atx_heading,
    start_fenced_code,
    start_setext_heading,
    start_thematic_break,
)
from blog.rendering.dialect.notes import Notes, start_note
from blog.rendering.dialect.tables import start_table
from blog.rendering.dialect.typography import typeset

LIST_STARTS: dict[str, list[Start]] = {character: [start_item] for character in "+0123456789"}
COMMENT_STARTS: dict[str, list[Start]] = LIST_STARTS | {
    ">": [start_quote],
    "`": [start_fenced_code],
    "~": [start_fenced_code],
    "*": [keep_thematic_break, start_item],
    "-": [keep_thematic_break, start_item],
}
# In the order in which they are tried.
RICH_STARTS: dict[str, list[Start]] = COMMENT_STARTS | {
    "#": [start_atx_heading],
    "=": [start_setext_heading],
    "-": [start_table, start_setext_heading, start_thematic_break, start_item],
    "*": [define_abbreviation, start_thematic_break, start_item],
    "_": [start_thematic_break],
    "<": [start_html],
    "[": [start_note],
    "|": [start_table],
    ":": [start_table, start_definition],
}


class Blocks(BlockParser):  # type: ignore[misc]
    def parseDocument(self, lines: list[str]) -> ElementTree:
        """Raises TooComplex."""
        if lines and not lines[-1]:
            del lines[-1]
        self.document = Document(RICH_STARTS if self.md.rich else COMMENT_STARTS, is_rich=self.md.rich)
        return ElementTree(self.document.read(lines).element)


class Inlines(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        document = self.md.parser.document
        notes = Notes(document.definitions.notes)
        parser = InlineParser(document.definitions, notes, rich=self.md.rich)

        def parse(texts: Iterable[Element]) -> None:
            for text in texts:
                parser.parse(text)
            mark_abbreviations(texts, document.definitions)
            if self.md.typographic_language:
                typeset(texts, self.md.typographic_language)

        parse(document.open[0].texts)
        if (section := notes.section(parse)) is not None:
            root.append(section)


class Dialect(markdown.Markdown):  # type: ignore[misc]
    """``rich`` allows raw HTML, headings, rules, images, tables, footnotes, definition lists and abbreviations.

    With a ``typographic_language``, plain quotation marks and dashes become those of print in that language.
    """

    def __init__(self, *, rich: bool, typographic_language: str = "") -> None:
        self.rich = rich
        self.typographic_language = typographic_language
        super().__init__()
        self.serializer = to_html
        self.stripTopLevelTags = False

    def build_parser(self) -> Dialect:
        self.preprocessors = Registry()
        self.parser = Blocks(self)
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.treeprocessors.register(Inlines(self), "inline", 0)
        self.postprocessors = Registry()
        return self
