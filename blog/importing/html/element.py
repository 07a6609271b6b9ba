"""The tree that the converter works on: elements with their style, without what readers don't see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from blog.importing.html.styles import Rules, is_hidden, style_of
from blog.rendering.tree import Node

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
# Controls and anchors of web pages, comments of Word, and texts that somebody has deleted.
UNREAD_CLASSES = frozenset(
    [
        "anchor",
        "headerlink",
        "msocomanchor",
        "mw-cite-backlink",
        "mw-editsection",
        "mw-jump-link",
        "noprint",
        "sr-only",
        "zeroclipboard-container",
    ]
)


class Element:
    def __init__(
        self,
        tag: str,
        children: Iterable[Element | str] = (),
        attributes: Mapping[str, str] | None = None,
        style: Mapping[str, str] | None = None,
    ) -> None:
        self.tag = tag
        self.children = list(children)
        self.attributes = dict(attributes or {})
        self.style = dict(style or {})

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Element]:
        """All elements below this one in document order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def parts(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def is_empty(self) -> bool:
        return not self.text().strip() and not any(inner.tag in {"img", "hr", "input"} for inner in self.elements())

    def has_blocks(self) -> bool:
        return any(inner.tag in BLOCKS for inner in self.elements())

    def one(self, tag: str) -> Element | None:
        return next((inner for inner in self.elements() if inner.tag == tag), None)


def from_node(node: Node, rules: Rules) -> Element:
    """The tree of parsed HTML. What isn't shown is left out."""
    children: list[Element | str] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
            continue
        style = style_of(child.tag, child.attributes, rules)
        if is_read(child, style):
            element = from_node(child, rules)
            element.style = style
            children.append(element)
    return Element(node.tag, children, node.attributes)


def is_read(node: Node, style: Mapping[str, str]) -> bool:
    attributes = node.attributes
    is_tracked = node.tag == "del" and ("cite" in attributes or "datetime" in attributes)
    return not (
        is_hidden(style)
        or is_tracked
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or style.get("mso-element") == "comment-list"
        or UNREAD_CLASSES & set(attributes.get("class", "").split())
    )
