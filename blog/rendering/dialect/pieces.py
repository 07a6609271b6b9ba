"""What the inline parser has found so far, and how it becomes elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from blog.rendering.dialect.autolinks import add_text
from blog.rendering.dialect.delimiters import Run


@dataclass(slots=True)
class Bracket:
    """An opening bracket: the index in the source of what follows, and the numbers of pieces and runs before it."""

    start: int
    pieces: int
    runs: int
    is_image: bool
    contains_bracket: bool = False


# Text, a finished element, or what may yet become part of an element.
Piece = str | Element | Run | Bracket


def build(pieces: Sequence[Piece], parent: Element, *, in_link: bool = False) -> None:
    """Add the pieces to an element. Runs must have been paired."""
    stack = [parent]
    texts: list[str] = []

    def flush() -> None:
        if texts:
            add_text(stack[-1], "".join(texts), in_link=in_link)
            texts.clear()

    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif isinstance(piece, Run):
            for _tag in piece.closed:
                flush()
                stack.pop()
            if piece.left:
                texts.append(piece.character * piece.left)
            for tag in reversed(piece.opened):
                flush()
                stack.append(SubElement(stack[-1], tag))
        elif isinstance(piece, Bracket):
            texts.append("![" if piece.is_image else "[")
        else:
            flush()
            stack[-1].append(piece)
    flush()
