"""Splits an article's tree at its h2 and h3 and gives each part an anchor that outlives small edits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.text import slugify

from blog.reading_time import count_words
from blog.rendering.tree import Node

# How alike two wordings of a heading must be for the second to inherit the first one's anchor.
ALIKE = 0.6
LONGEST_ANCHOR = 80
BLOCK_ENDS = {
    "p",
    "li",
    "td",
    "th",
    "tr",
    "pre",
    "blockquote",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "figcaption",
    "br",
}


@dataclass(frozen=True)
class RenderedSection:
    """``level`` is 0 for what stands before the first heading, else 2 or 3. ``html`` is without the heading."""

    level: int
    heading: str
    heading_html: str
    anchor: str
    html: str
    text: str
    words: int


def split(root: Node, previous: Sequence[tuple[str, str]], clean: Callable[[str], str]) -> list[RenderedSection]:
    parts: list[tuple[Node | None, Node]] = [(None, Node(""))]
    for child in root.children:
        if isinstance(child, Node) and child.tag in {"h2", "h3"}:
            parts.append((child, Node("")))
        else:
            parts[-1][1].children.append(child)
    if parts[0][1].is_blank():
        del parts[0]
    headings = [plain_text(heading) if heading else "" for heading, _ in parts]
    anchors = choose_anchors(headings, previous)
    return [
        rendered(heading, content, text, anchor, clean)
        for (heading, content), text, anchor in zip(parts, headings, anchors, strict=True)
    ]


def rendered(
    heading: Node | None, content: Node, heading_text: str, anchor: str, clean: Callable[[str], str]
) -> RenderedSection:
    text = plain_text(content)
    return RenderedSection(
        level=int(heading.tag[1]) if heading else 0,
        heading=heading_text,
        heading_html=clean(heading.inner_html()) if heading else "",
        anchor=anchor,
        html=clean(content.inner_html()).strip(),
        text=text,
        words=count_words(f"{heading_text} {text}"),
    )


def plain_text(node: Node) -> str:
    return re.sub(r"\s+", " ", "".join(text_pieces(node))).strip()


def text_pieces(node: Node) -> list[str]:
    pieces: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        elif child.attributes.get("class") not in {"footnote-ref", "footnote-backref"}:
            pieces.extend(text_pieces(child))
            if child.tag in BLOCK_ENDS:
                pieces.append(" ")
    return pieces


def choose_anchors(headings: Sequence[str], previous: Sequence[tuple[str, str]]) -> list[str]:
    """Exact wordings keep their anchor first, then the closest rewording in the order of the page, then new ones."""
    free = [(heading, anchor) for heading, anchor in previous if anchor]
    chosen: dict[int, str] = {}
    for index, heading in enumerate(headings):
        exact = next((pair for pair in free if heading and pair[0] == heading), None)
        if exact:
            chosen[index] = exact[1]
            free.remove(exact)
    for index, heading in enumerate(headings):
        if heading and index not in chosen and free:
            closest = max(free, key=lambda pair: likeness(pair[0], heading))
            if likeness(closest[0], heading) >= ALIKE:
                chosen[index] = closest[1]
                free.remove(closest)
    taken = set(chosen.values())
    for index, heading in enumerate(headings):
        if heading and index not in chosen:
            chosen[index] = unused(anchor_for(heading), taken)
            taken.add(chosen[index])
    return [chosen.get(index, "") for index in range(len(headings))]


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def anchor_for(heading: str) -> str:
    """Letters and digits of any script, no emoji. The «s-» keeps it apart from every id of the page."""
    letters = unicodedata.normalize("NFC", heading.replace("’", "").replace("'", ""))
    return "s-" + (slugify(letters, allow_unicode=True)[:LONGEST_ANCHOR].strip("-") or "part")


def unused(anchor: str, taken: set[str]) -> str:
    number, candidate = 2, anchor
    while candidate in taken:
        candidate, number = f"{anchor}-{number}", number + 1
    return candidate
