"""Reads lines into a tree of blocks (CommonMark, appendix, phase 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from blog.rendering.dialect.blocks import Container, Leaf, List, Start, Started, Verbatim
from blog.rendering.dialect.containers import Quote
from blog.rendering.dialect.elements import GROUP
from blog.rendering.dialect.leaves import FencedCode, IndentedCode, Paragraph
from blog.rendering.dialect.lines import CODE_INDENT, Line
from blog.rendering.errors import TooComplex

# Quotes, list items and notes inside each other. The sanitisers take no deeper trees, either.
MAX_DEPTH = 100


@dataclass
class Definitions:
    """What the text refers to by a label."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, Container] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    # The length of the URLs and titles that may still be copied from definitions into the text. Without a limit, a
    # short text could become very long.
    left_to_copy: int = 100_000

    def may_copy(self, *texts: str) -> bool:
        self.left_to_copy -= sum(map(len, texts))
        return self.left_to_copy >= 0


class Document:
    """The blocks that are open while lines are read: containers inside each other, and one leaf.

    ``starts`` lists what is tried, by the first character of a line.
    """

    def __init__(self, starts: Mapping[str, Iterable[Start]], *, is_rich: bool) -> None:
        self.starts = starts
        self.is_rich = is_rich
        self.open = [Container(Element(GROUP))]
        self.leaf: Leaf | None = None
        # The number of open containers that the current line continues.
        self.matched = 1
        self.lists: list[List] = []
        self.definitions = Definitions()
        # After a blank line, the index of the innermost open quote, whose blank lines say nothing about the lists
        # around it; -1 without quotes. None after other lines.
        self.blank_line: int | None = None

    def read(self, lines: Iterable[str]) -> Container:
        """The whole document. Raises TooComplex."""
        for text in lines:
            self.read_line(Line(text))
        self.matched = 1
        self.close_unmatched()
        for every in self.lists:
            every.tighten()
        return self.open[0]

    def read_line(self, line: Line) -> None:
        self.matched = 1
        for container in self.open[1:]:
            if not container.continues(line):
                break
            self.matched += 1
        if isinstance(self.leaf, Verbatim) and self.is_leaf_matched:
            if self.leaf.continues(line):
                self.add_verbatim(self.leaf, line)
                return
            self.close_leaf()
        if line.is_blank:
            self.close_unmatched()
            self.blank_line = self.innermost_quote()
            return
        if not self.start_blocks(line) and not line.is_blank:
            self.add_text(line)
        self.blank_line = None

    def add_verbatim(self, leaf: Verbatim, line: Line) -> None:
        is_blank = line.is_blank and not isinstance(leaf, FencedCode)
        leaf.add(line)
        if leaf.is_done:
            self.close_leaf()
        self.blank_line = self.innermost_quote() if is_blank else None

    def start_blocks(self, line: Line) -> bool:
        """Start all blocks that start on the line. Returns whether a leaf has taken the line."""
        while not line.is_blank:
            if line.indent >= CODE_INDENT:
                if isinstance(self.leaf, Paragraph):
                    return False
                self.start_leaf(IndentedCode(line))
                return True
            for start in self.starts.get(line.rest[0], ()):
                if started := start(self, line):
                    break
            else:
                return False
            if started is Started.LEAF:
                return True
        return False

    def add_text(self, line: Line) -> None:
        """A line that starts nothing continues a paragraph, even without the markers of its containers (5.1)."""
        if isinstance(self.leaf, Paragraph) or (self.leaf and self.is_leaf_matched):
            self.leaf.add(line)
        else:
            self.start_leaf(Paragraph(line))

    @property
    def is_leaf_matched(self) -> bool:
        return self.matched == len(self.open)

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph that the current line would continue, if its containers continue."""
        return self.leaf if isinstance(self.leaf, Paragraph) and self.is_leaf_matched else None

    @property
    def container(self) -> Container:
        """The container of the block that the current line starts."""
        return self.open[self.matched - 1]

    def start_container(self, container: Container) -> Started:
        parent = self.make_room()
        parent.list = None
        return self.push(container)

    def push(self, container: Container) -> Started:
        if len(self.open) > MAX_DEPTH:
            raise TooComplex
        if not container.owns_texts:
            container.texts = self.open[-1].texts
        self.open.append(container)
        self.matched = len(self.open)
        return Started.CONTAINER

    def start_leaf(self, leaf: Leaf) -> Started:
        self.make_room().list = None
        self.leaf = leaf
        return Started.LEAF

    def add_leaf(self, element: Element) -> Started:
        """Add a block that consists of this line."""
        parent = self.make_room()
        parent.list = None
        parent.element.append(element)
        return Started.LEAF

    def make_room(self) -> Container:
        """Close what the current line doesn't continue. Returns the parent of the block that starts."""
        self.close_unmatched()
        parent = self.open[-1]
        if parent.siblings and parent.children and self.follows_blank_line(len(self.open) - 1):
            parent.siblings.is_loose = True
        parent.children += 1
        return parent

    def follows_blank_line(self, depth: int) -> bool:
        """Whether a blank line precedes the current one, as seen from the container at this depth."""
        return self.blank_line is not None and self.blank_line < depth

    def innermost_quote(self) -> int:
        return max((at for at, block in enumerate(self.open) if isinstance(block, Quote)), default=-1)

    def close_unmatched(self) -> None:
        self.close_leaf()
        while len(self.open) > self.matched:
            self.open.pop().close(self)

    def close_leaf(self) -> None:
        if leaf := self.leaf:
            self.leaf = None
            leaf.close(self)
