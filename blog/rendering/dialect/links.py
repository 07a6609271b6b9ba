"""Links (CommonMark 6.3), images (6.4) and references to footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from blog.rendering.dialect.delimiters import pair_up
from blog.rendering.dialect.elements import GROUP, text_of
from blog.rendering.dialect.escapes import encode_url, unescape
from blog.rendering.dialect.pieces import Bracket, build
from blog.rendering.dialect.references import (
    LABEL,
    match_destination,
    match_title,
    normalize_label,
    skip_space,
)

if TYPE_CHECKING:
    from blog.rendering.dialect.inlines import InlineParser


def close_bracket(parser: InlineParser, at: int) -> int:
    """What a closing bracket ends, if anything. Returns the index after it."""
    opener = parser.brackets.pop() if parser.brackets else None
    if opener is None:
        parser.pieces.append("]")
        return at + 1
    if (note := match_note(parser, opener, at)) is not None:
        replace(parser, opener, note)
        return at + 1
    is_allowed = parser.rich if opener.is_image else len(parser.brackets) >= parser.first_link
    parser.first_link = min(parser.first_link, len(parser.brackets))
    found = match_target(parser, opener, at) if is_allowed else None
    if found is None:
        parser.pieces.append("]")
        return at + 1
    url, title, end = found
    pair_up(parser.runs[opener.runs :])
    element = image(parser, opener, url) if opener.is_image else link(parser, opener, url)
    if title:
        element.set("title", title)
    replace(parser, opener, element)
    if not opener.is_image:
        # Links contain no links: brackets that are open can't become links any more.
        parser.first_link = len(parser.brackets)
    return end


def match_note(parser: InlineParser, opener: Bracket, at: int) -> Element | None:
    if opener.is_image or opener.contains_bracket or not parser.text.startswith("^", opener.start):
        return None
    return parser.notes.reference(parser.text[opener.start + 1 : at])


def match_target(parser: InlineParser, opener: Bracket, at: int) -> tuple[str, str, int] | None:
    """The URL and title, in parentheses or by a label, and the end of the link."""
    text = parser.text
    if text.startswith("(", at + 1) and (inline := match_inline(text, at + 2)):
        return inline
    label = LABEL.match(text, at + 1)
    if label and label[1].strip():
        name, end = label[1], label.end()
    elif opener.contains_bracket:
        return None
    else:
        name, end = text[opener.start : at], label.end() if label else at + 1
    definitions = parser.definitions
    if not definitions.links or (target := definitions.links.get(normalize_label(name))) is None:
        return None
    return (*target, end) if definitions.may_copy(*target) else None


def match_inline(text: str, at: int) -> tuple[str, str, int] | None:
    destination = match_destination(text, skip_space(text, at))
    if destination is None:
        return None
    url, end = destination
    title, title_at = "", skip_space(text, end)
    if title_at > end and (found := match_title(text, title_at)):
        title, end = found
    end = skip_space(text, end)
    return (encode_url(unescape(url)), unescape(title), end + 1) if text.startswith(")", end) else None


def link(parser: InlineParser, opener: Bracket, url: str) -> Element:
    element = Element("a", {"href": url})
    build(parser.pieces[opener.pieces + 1 :], element, in_link=True)
    unwrap_links(element)
    return element


def image(parser: InlineParser, opener: Bracket, url: str) -> Element:
    content = Element("span")
    build(parser.pieces[opener.pieces + 1 :], content, in_link=True)
    return Element("img", {"alt": text_of(content), "src": url})


def unwrap_links(element: Element) -> None:
    """Autolinks in the text of a link are shown as text."""
    for inner in element.iter("a"):
        if inner is not element:
            inner.tag = GROUP
            inner.attrib.clear()


def replace(parser: InlineParser, opener: Bracket, element: Element) -> None:
    """Put the element in place of everything since the opening bracket."""
    del parser.pieces[opener.pieces :], parser.runs[opener.runs :]
    parser.pieces.append(element)
