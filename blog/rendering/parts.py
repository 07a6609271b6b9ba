"""What an article is made of as it was typed: headings, links and images, in order, before anything is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from blog.rendering.convert import to_html
from blog.rendering.errors import TooComplex
from blog.rendering.policies import POST
from blog.rendering.postprocess import HEADINGS
from blog.rendering.sanitise import clean_input
from blog.rendering.sections import HIDDEN_CLASSES, heading_text
from blog.rendering.tree import Node, parse


@dataclass(frozen=True)
class Part:
    """``text`` is that of a heading or link, or the alternative text of an image. ``target`` is the URL as typed."""

    kind: Literal["heading", "link", "image"]
    text: str
    target: str = ""
    level: int = 0


def parts_in_source(source: str) -> list[Part]:
    """Raises like ``render``. Links of footnotes aren't included."""
    try:
        tree = parse(clean_input(to_html(source, POST), POST))
    except RecursionError as error:
        raise TooComplex from error
    return list(read_parts(tree))


def read_parts(tree: Node) -> Iterator[Part]:
    for element in tree.elements():
        attributes = element.attributes
        if element.tag in HEADINGS:
            yield Part("heading", heading_text(element), level=int(element.tag[1]))
        elif element.tag == "img":
            yield Part("image", attributes.get("alt", "").strip(), attributes.get("src", "").strip())
        elif element.tag == "a" and "href" in attributes and attributes.get("class") not in HIDDEN_CLASSES:
            yield Part("link", heading_text(element), attributes["href"].strip())
