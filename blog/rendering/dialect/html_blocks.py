"""HTML blocks (CommonMark 4.6). Their HTML is passed on as it is; the sanitisers clean it later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from blog.rendering.dialect.blocks import Started, Verbatim
from blog.rendering.dialect.elements import raw
from blog.rendering.dialect.leaves import Paragraph
from blog.rendering.dialect.lines import Line

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document

BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
NAME = r"[A-Za-z][A-Za-z0-9-]*+"
VALUE = r"""(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+")"""
ATTRIBUTE = rf"\s++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:\s*+=\s*+{VALUE})?+"
OPEN_TAG = rf"<{NAME}(?:{ATTRIBUTE})*+\s*+/?>"
CLOSING_TAG = rf"</{NAME}\s*+>"
# How the types 1 to 5 of blocks start and end. They may interrupt a paragraph, and contain blank lines.
WITH_END = [
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for start, end in (
        (r"<(?:script|pre|style|textarea)(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>"),
        (r"<!--", r"-->"),
        (r"<\?", r"\?>"),
        (r"<![A-Z]", r">"),
        (r"<!\[CDATA\[", r"\]\]>"),
    )
]
# Types 6 and 7 end before a blank line.
KNOWN_TAG = re.compile(rf"</?(?:{BLOCK_NAMES})(?=\s|/?>|$)", re.IGNORECASE)
COMPLETE_TAG = re.compile(rf"(?:{OPEN_TAG}|{CLOSING_TAG})\s*$", re.IGNORECASE)
# Kramdown and others: what is between the tags is Markdown, even without blank lines.
MARKDOWN_INSIDE = re.compile(r"""<[^<>]*\smarkdown(?:=["']?(?:1|block|true|span)["']?)?(?=[\s>])[^<>]*>\s*$""")


class HtmlBlock(Verbatim):
    """``end`` is found in the last line of the block; None for blocks that end before a blank line."""

    def __init__(self, end: re.Pattern[str] | None) -> None:
        self.end = end
        self.lines: list[str] = []

    def continues(self, line: Line) -> bool:
        return self.end is not None or not line.is_blank

    def add(self, line: Line) -> None:
        self.lines.append(line.text)
        self.is_done = self.end is not None and self.end.search(line.text) is not None

    def close(self, document: Document) -> None:
        document.open[-1].element.append(raw("\n".join(self.lines)))


def start_html(document: Document, line: Line) -> Started | None:
    for start, end in WITH_END:
        if start.match(line.rest):
            return start_block(document, line, end)
    if KNOWN_TAG.match(line.rest):
        return start_block(document, line, MARKDOWN_INSIDE if MARKDOWN_INSIDE.match(line.rest) else None)
    if not isinstance(document.leaf, Paragraph) and COMPLETE_TAG.match(line.rest):
        return start_block(document, line, None)
    return None


def start_block(document: Document, line: Line, end: re.Pattern[str] | None) -> Started:
    block = HtmlBlock(end)
    started = document.start_leaf(block)
    block.add(line)
    if block.is_done:
        document.close_leaf()
    return started
