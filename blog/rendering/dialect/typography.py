"""Quotation marks, apostrophes, dashes and ellipses as in print, by the language of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from blog.rendering.dialect.elements import RAW

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
GUILLEMETS = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}", "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
SPACED_GUILLEMETS = GUILLEMETS[0] + NARROW_SPACE, NARROW_SPACE + GUILLEMETS[1]
SINGLE_GUILLEMETS = "‹", "›"
DOUBLE, SINGLE = ("“", "”"), ("‘", "’")
LOW_DOUBLE, LOW_SINGLE = ("„", "“"), ("‚", "‘")
RIGHT_DOUBLE, RIGHT_SINGLE = ("”", "”"), ("’", "’")
LOW_RIGHT = "„", "”"
# Outer and inner quotation marks, after the CLDR. Languages that aren't listed have those of English.
QUOTES = {
    "ar": GUILLEMETS + DOUBLE,
    "cs": LOW_DOUBLE + LOW_SINGLE,
    "da": GUILLEMETS[::-1] + SINGLE_GUILLEMETS[::-1],
    "de": LOW_DOUBLE + LOW_SINGLE,
    "de-ch": GUILLEMETS + SINGLE_GUILLEMETS,
    "en": DOUBLE + SINGLE,
    "es": GUILLEMETS + DOUBLE,
    "fi": RIGHT_DOUBLE + RIGHT_SINGLE,
    "fr": SPACED_GUILLEMETS + DOUBLE,
    "fr-ch": SPACED_GUILLEMETS + SINGLE_GUILLEMETS,
    "he": RIGHT_DOUBLE + RIGHT_SINGLE,
    "hu": LOW_RIGHT + GUILLEMETS[::-1],
    "it": GUILLEMETS + DOUBLE,
    "nb": GUILLEMETS + SINGLE,
    "pl": LOW_RIGHT + GUILLEMETS,
    "pt-pt": GUILLEMETS + DOUBLE,
    "ru": GUILLEMETS + LOW_DOUBLE,
    "sv": RIGHT_DOUBLE + RIGHT_SINGLE,
    "uk": GUILLEMETS + LOW_DOUBLE,
}
PLAIN = re.compile(r"[\"']|-{2,3}(?!-)|\.\.\.")
VERBATIM = frozenset({"code", "img"})
# In HTML that the author typed.
VERBATIM_HTML = re.compile(r"<(/?)(?:code|kbd|pre|samp|script|style|var)\b", re.IGNORECASE)
OPENS_AFTER = frozenset("([{<-–—/„“‚‘›‹¿¡" + GUILLEMETS[0])


@dataclass
class Marks:
    """Those of the language, and whether an inner quotation is open: its end looks like an apostrophe."""

    quotes: tuple[str, str, str, str]
    is_inner_open: bool = False


def quotes_for(language: str) -> tuple[str, str, str, str]:
    code = language.lower()
    return QUOTES.get(code) or QUOTES.get(code.partition("-")[0]) or QUOTES["en"]


def typeset(elements: Iterable[Element], language: str) -> None:
    """Replace plain signs in the texts of blocks. Linear."""
    for element in elements:
        marks = Marks(quotes_for(language))
        slots = [(owner, is_tail, text) for owner, is_tail, text in text_slots(element) if text]
        whole = "".join(text for _owner, _is_tail, text in slots)
        if not PLAIN.search(whole):
            continue
        start = 0
        for owner, is_tail, text in slots:
            if owner is not None:
                set_text(owner, replace_signs(whole, start, start + len(text), marks), is_tail=is_tail)
            start += len(text)


def text_slots(element: Element) -> Iterator[tuple[Element | None, bool, str]]:
    """The texts in order, each with the element that holds it and whether it is the tail. Code has no element."""
    in_html_code = 0
    yield element, False, element.text or ""
    for child in element:
        if child.tag == RAW:
            if tag := VERBATIM_HTML.match(child.text or ""):
                in_html_code = max(0, in_html_code + (-1 if tag[1] else 1))
        elif child.tag == "br":
            yield None, False, "\n"
        elif child.tag in VERBATIM or child.get("href", "").removeprefix("mailto:") == child.text:
            yield None, False, "x"
        else:
            yield from text_slots(child)
        yield None if in_html_code else child, True, child.tail or ""


def set_text(owner: Element, text: str, *, is_tail: bool) -> None:
    if is_tail:
        owner.tail = text
    else:
        owner.text = text


def replace_signs(whole: str, start: int, end: int, marks: Marks) -> str:
    """The part of the text between two indexes."""
    pieces, position = [], start
    for match in PLAIN.finditer(whole, start, end):
        pieces += [whole[position : match.start()], replacement(whole, match, marks)]
        position = match.end()
    return "".join([*pieces, whole[position:end]])


def replacement(whole: str, match: re.Match[str], marks: Marks) -> str:
    sign = match[0]
    before = whole[match.start() - 1] if match.start() else " "
    after = whole[match.end()] if match.end() < len(whole) else " "
    if sign in ("--", "---"):
        return sign if before == "-" else "–" if sign == "--" else "—"
    if sign == "...":
        return sign if "." in (before, after) else "…"
    is_opening = not after.isspace() and (before.isspace() or before in OPENS_AFTER or before in "\"'")
    if sign == '"':
        return marks.quotes[0] if is_opening else marks.quotes[1]
    if is_opening and not after.isdigit():
        marks.is_inner_open = True
        return marks.quotes[2]
    if marks.is_inner_open and not after.isalnum():
        marks.is_inner_open = False
        return marks.quotes[3]
    # In a word (it's), before what is left out ('90s), or after a word.
    return "’"
