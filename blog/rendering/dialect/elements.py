"""The element tree's own kinds of elements, and how the tree becomes HTML."""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

# The text is HTML and is written as it is.
RAW = "raw"
# A paragraph of a tight list: its content is written without tags (CommonMark 5.3).
TIGHT = "tight"
# Has no tags of its own, such as the root and the definition of a footnote.
GROUP = "group"
# Blocks that contain text and inline elements.
TEXT_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "td", "caption"})


def to_html(root: Element) -> str:
    """Every block ends with a line break, as in the examples of CommonMark."""
    pieces: list[str] = []
    write_blocks(root, pieces)
    return "".join(pieces)


def write_blocks(parent: Element, pieces: list[str]) -> None:
    last = len(parent) - 1
    for index, child in enumerate(parent):
        tag = child.tag
        if tag in TEXT_BLOCKS:
            pieces.append(opening(child))
            write_inline(child, pieces)
            pieces.append(f"</{tag}>\n")
        elif tag == RAW:
            pieces.append(f"{child.text}\n")
        elif tag == TIGHT:
            write_inline(child, pieces)
            if index < last:
                pieces.append("\n")
        elif tag == GROUP:
            write_blocks(child, pieces)
        elif tag == "hr":
            pieces.append("<hr>\n")
        else:
            pieces.append(opening(child))
            if len(child) and child[0].tag != TIGHT:
                pieces.append("\n")
            write_blocks(child, pieces)
            pieces.append(f"</{tag}>\n")


def write_inline(parent: Element, pieces: list[str]) -> None:
    if parent.text:
        pieces.append(escape(parent.text, quote=False))
    for child in parent:
        tag = child.tag
        if tag == RAW:
            pieces.append(child.text or "")
        elif tag == GROUP:
            write_inline(child, pieces)
        elif tag == "br":
            pieces.append("<br>\n")
        elif tag == "img":
            pieces.append(opening(child))
        else:
            pieces.append(opening(child))
            write_inline(child, pieces)
            pieces.append(f"</{tag}>")
        if child.tail:
            pieces.append(escape(child.tail, quote=False))


def opening(element: Element) -> str:
    if not element.attrib:
        return f"<{element.tag}>"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>"


def raw(html: str) -> Element:
    element = Element(RAW)
    element.text = html
    return element


def append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def text_of(element: Element) -> str:
    """The text with the alternative texts of images. HTML is left out."""
    pieces = [element.text or ""] if element.tag != RAW else []
    for child in element:
        pieces += ["\n" if child.tag == "br" else child.get("alt") or text_of(child), child.tail or ""]
    return "".join(pieces)
