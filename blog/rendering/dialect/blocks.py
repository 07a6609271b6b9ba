"""What all blocks have in common (CommonMark 3)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from blog.rendering.dialect.elements import TIGHT
from blog.rendering.dialect.lines import Line

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Document


class Started(Enum):
    """What a line has started. The rest of the line belongs to a container; a leaf has taken the whole line."""

    CONTAINER = auto()
    LEAF = auto()


# Tries to start a block. Returns None, and leaves the line as it is, if the line doesn't start one.
Start = Callable[["Document", Line], Started | None]


@dataclass
class List:
    """Items with the same marker. It is loose if a blank line separates items, or blocks of an item (5.3)."""

    items: Iterable[Element]
    marker: str
    is_loose: bool = False

    def tighten(self) -> None:
        """Show the paragraphs of a tight list without tags."""
        paragraphs = [] if self.is_loose else [child for item in self.items for child in item if child.tag == "p"]
        for paragraph in paragraphs:
            paragraph.tag = TIGHT


class Container:
    """A block with other blocks inside: the document itself, or a subclass.

    ``texts`` are the elements whose text is parsed when all lines have been read. A container shares those of its
    parent, unless it is shown elsewhere (``owns_texts``).
    """

    owns_texts = False
    # The list to which the container belongs as an item.
    siblings: List | None = None

    def __init__(self, element: Element) -> None:
        self.element = element
        # The list that the next item may join. Any other block ends it.
        self.list: List | None = None
        self.children = 0
        self.texts: list[Element] = []

    def continues(self, line: Line) -> bool:
        """Whether the line belongs to the block. If so, the block's prefix is removed from the line."""
        return True

    def close(self, document: Document) -> None:
        """Called after the last line."""


class Leaf(ABC):
    """A block without blocks inside. Its element is added when it is closed."""

    @abstractmethod
    def add(self, line: Line) -> None: ...

    @abstractmethod
    def close(self, document: Document) -> None: ...


class Verbatim(Leaf):
    """Code or HTML, in which nothing else starts."""

    is_done = False

    @abstractmethod
    def continues(self, line: Line) -> bool: ...
