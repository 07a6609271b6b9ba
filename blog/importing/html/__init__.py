"""Converts HTML of other programs, such as word processors and web pages, to the Markdown of articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blog.importing.html.blocks import Block, Writer, heading_level, join, merged
from blog.importing.html.element import Element, from_node
from blog.importing.html.lists import nest_flat_lists
from blog.importing.html.notes import Notes
from blog.importing.html.runs import Look, runs_of
from blog.importing.html.styles import class_rules
from blog.rendering.foreign_html import parse_foreign

__all__ = ["Converted", "convert_html"]


@dataclass(frozen=True)
class Converted:
    """``has_blocks`` is False if there are only paragraphs, which fit into a line of text."""

    markdown: str
    has_blocks: bool


def convert_html(
    html: str, *, base_url: str = "", first_note: int = 1, own_links: Mapping[str, str] | None = None
) -> Converted:
    """``first_note`` is the label of the first footnote, ``own_links`` what to write instead of paths on this site.

    Raises TooComplex. Linear in the size of the HTML.
    """
    root = from_node(parse_foreign(html), class_rules(html))
    root.tag = ""
    notes = Notes(root, first_note).take()
    nest_flat_lists(root)
    look = Look(base_url=base_url, own_links=own_links or {})
    writer = Writer(shift_of(root), without=frozenset({"mono"} if is_monospace_throughout(root, look) else ()))
    blocks = merged(writer.blocks(root, look))
    while notes and blocks and blocks[-1].kind in {"rule", "heading"}:
        blocks.pop()
    has_blocks = bool(notes) or any(block.kind != "paragraph" for block in blocks)
    for label, note in notes:
        nest_flat_lists(note)
        text = join(writer.blocks(note, look)).replace("\n", "\n    ").replace("\n    \n", "\n\n")
        blocks.append(Block("note", f"[^{label}]: {text}"))
    return Converted(join(blocks), has_blocks)


def shift_of(root: Element) -> int:
    """The title of the article is the heading of the first level, so headings in the text begin at the second."""
    return 1 if any(heading_level(element) == 1 for element in root.elements()) else 0


def is_monospace_throughout(root: Element, look: Look) -> bool:
    """Text that is all in a monospace font is mail or plain text, not code."""
    runs = [run for child in root.children for run in runs_of(child, look) if run.text.strip()]
    return bool(runs) and all("mono" in run.marks for run in runs)
