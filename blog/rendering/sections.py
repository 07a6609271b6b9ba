"""Splits an article at its h2 and h3 headings into sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from blog.reading_time import count_words
from blog.rendering.anchors import choose_anchors
from blog.rendering.errors import TooComplex
from blog.rendering.policies import BLOCK_TAGS, RICH_BLOCK_TAGS
from blog.rendering.tree import Node

MAX_SECTIONS = 1_000
SPACE_AFTER = BLOCK_TAGS | RICH_BLOCK_TAGS | {"br"}
HIDDEN_CLASSES = frozenset({"footnote-ref", "footnote-backref"})


@dataclass(frozen=True)
class RenderedSection:
    """``level`` is 2, 3, or 0 for the text before the first heading. ``html`` doesn't include the heading."""

    level: int
    heading: str
    heading_html: str
    anchor: str
    html: str
    text: str
    words: int


def split_sections(
    root: Node, previous: Sequence[tuple[str, ...]], clean: Callable[[str], str]
) -> list[RenderedSection]:
    """Raises TooComplex if there are more than MAX_SECTIONS."""
    parts: list[tuple[Node | None, Node]] = [(None, Node(""))]
    for child in root.children:
        if isinstance(child, Node) and child.tag in {"h2", "h3"}:
            parts.append((child, Node("")))
        else:
            parts[-1][1].children.append(child)
    if parts[0][1].is_blank():
        del parts[0]
    if len(parts) > MAX_SECTIONS:
        raise TooComplex
    headings = [heading_text(heading) if heading else "" for heading, _content in parts]
    anchors = choose_anchors(headings, previous, [plain_text(content) for _heading, content in parts])
    return [
        build_section(heading, content, text, anchor, clean)
        for (heading, content), text, anchor in zip(parts, headings, anchors, strict=True)
    ]


def build_section(
    heading: Node | None, content: Node, heading_text: str, anchor: str, clean: Callable[[str], str]
) -> RenderedSection:
    text = plain_text(content)
    return RenderedSection(
        level=int(heading.tag[1]) if heading else 0,
        heading=heading_text,
        heading_html=clean(heading.inner_html()).strip() if heading else "",
        anchor=anchor,
        html=clean(content.inner_html()).strip(),
        text=text,
        words=count_words(f"{heading_text} {text}"),
    )


def heading_text(heading: Node) -> str:
    """The text of a heading, or the alternative text of its images."""
    shown = (element.attributes.get("alt", "") for element in heading.elements() if element.tag == "img")
    return plain_text(heading) or " ".join(shown).strip()


def plain_text(node: Node) -> str:
    return re.sub(r"\s+", " ", "".join(text_pieces(node))).strip()


def text_pieces(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.attributes.get("class") not in HIDDEN_CLASSES:
            yield from text_pieces(child)
            if child.tag in SPACE_AFTER:
                yield " "
