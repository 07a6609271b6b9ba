"""A minimal HTML tree. Its output is always balanced, but not safe: nh3 sanitises it later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser

from blog.rendering.errors import TooComplex

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
MAX_DEPTH = 120


class Node:
    """An element, or the root if the tag is empty. Its children are nodes and text."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None, children: Iterable[Node | str] = ()) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children = list(children)

    def elements(self) -> Iterator[Node]:
        """All elements below this one in document order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.elements()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def is_blank(self) -> bool:
        return not self.text().strip() and not any(element.tag in {"img", "hr"} for element in self.elements())

    def inner_html(self) -> str:
        return "".join(
            escape(child, quote=False) if isinstance(child, str) else child.html() for child in self.children
        )

    def html(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        opening = f"<{self.tag}{attributes}>"
        return opening if self.tag in VOID else f"{opening}{self.inner_html()}</{self.tag}>"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)
        if len(self.open) > MAX_DEPTH:
            raise TooComplex

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Node:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
