"""The text of a block: code spans, emphasis, links, images, autolinks, HTML and breaks (CommonMark 6)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from blog.rendering.dialect.autolinks import autolink, match_bare_url, url_start
from blog.rendering.dialect.delimiters import Run, pair_up
from blog.rendering.dialect.elements import raw
from blog.rendering.dialect.escapes import ENTITY, PUNCTUATION, decode_entity
from blog.rendering.dialect.html_blocks import CLOSING_TAG, OPEN_TAG
from blog.rendering.dialect.links import close_bracket
from blog.rendering.dialect.pieces import Bracket, Piece, build

if TYPE_CHECKING:
    from blog.rendering.dialect.document import Definitions
    from blog.rendering.dialect.notes import Notes

SPECIAL = re.compile(r"[\\`*_\[\]<&\n~:]|!\[|==")
SPECIAL_WITH_WWW = re.compile(rf"{SPECIAL.pattern}|(?<![^\s*_~(])www\.", re.IGNORECASE)
BACKTICKS = re.compile(r"`+")
ESCAPED = re.compile(rf"\\({PUNCTUATION})")
TAG = re.compile(rf"{OPEN_TAG}|{CLOSING_TAG}|<!--?-?>")
# How other HTML starts and ends.
HTML_WITH_END = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
AUTOLINK = re.compile(
    r"<(?:([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x20]*)"
    r"|([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*))>"
)


class InlineParser:
    """Parses one text at a time. ``rich`` allows HTML and images; without it, every line break is kept."""

    def __init__(self, definitions: Definitions, notes: Notes, *, rich: bool) -> None:
        self.definitions = definitions
        self.notes = notes
        self.rich = rich
        self.handlers: dict[str, Callable[[int], int]] = {
            "\\": self.backslash,
            "`": self.code_span,
            "*": self.run,
            "_": self.run,
            "~": self.run,
            "=": self.run,
            "[": self.open_bracket,
            "!": self.open_bracket,
            "]": lambda at: close_bracket(self, at),
            "<": self.angle,
            "&": self.entity,
            "\n": self.line_break,
            ":": self.bare_url,
            "w": self.bare_url,
            "W": self.bare_url,
        }

    def parse(self, element: Element) -> None:
        """Replace the source text of an element by its content."""
        self.text = text = element.text or ""
        element.text = None
        self.pieces: list[Piece] = []
        self.brackets: list[Bracket] = []
        self.runs: list[Run] = []
        # Brackets before this one can't become links.
        self.first_link = 0
        # Ends of HTML that don't occur in the rest of the text.
        self.missing: set[str] = set()
        self.backticks: dict[int, list[int]] | None = None
        special = SPECIAL_WITH_WWW if "www." in text.lower() else SPECIAL
        at, end = 0, len(text)
        while at < end:
            match = special.search(text, at)
            if match is None:
                self.pieces.append(text[at:])
                break
            self.plain_start = at
            if match.start() > at:
                self.pieces.append(text[at : match.start()])
            at = self.handlers[text[match.start()]](match.start())
        pair_up(self.runs)
        build(self.pieces, element)

    def backslash(self, at: int) -> int:
        following = self.text[at + 1 : at + 2]
        if following == "\n":
            self.pieces.append(Element("br"))
            return self.skip_indent(at + 2)
        if ESCAPED.match(self.text, at):
            self.pieces.append(following)
            return at + 2
        self.pieces.append("\\")
        return at + 1

    def code_span(self, at: int) -> int:
        """Up to the next run of equally many backticks (6.1)."""
        match = BACKTICKS.match(self.text, at)
        end = match.end() if match else at + 1
        if self.backticks is None:
            self.backticks = {}
            for run in BACKTICKS.finditer(self.text):
                self.backticks.setdefault(run.end() - run.start(), []).append(run.start())
        places = self.backticks.get(end - at, [])
        following = bisect_right(places, at)
        if following == len(places):
            self.pieces.append(self.text[at:end])
            return end
        close = places[following]
        code = self.text[end:close].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        element = Element("code")
        element.text = code
        self.pieces.append(element)
        return close + end - at

    def run(self, at: int) -> int:
        character = self.text[at]
        end = at + 1
        while self.text.startswith(character, end):
            end += 1
        # Strikethrough has one or two tildes (GFM 6.5), and marked text two equals signs.
        if (character == "~" and end - at > 2) or (character == "=" and end - at != 2):
            self.pieces.append(self.text[at:end])
            return end
        run = Run(self.text, at, end)
        self.runs.append(run)
        self.pieces.append(run)
        return end

    def open_bracket(self, at: int) -> int:
        is_image = self.text[at] == "!"
        if self.brackets:
            self.brackets[-1].contains_bracket = True
        end = at + 2 if is_image else at + 1
        bracket = Bracket(end, len(self.pieces), len(self.runs), is_image)
        self.brackets.append(bracket)
        self.pieces.append(bracket)
        return end

    def angle(self, at: int) -> int:
        """Autolinks (6.5) and raw HTML (6.6)."""
        if match := AUTOLINK.match(self.text, at):
            url, address = match.groups()
            self.pieces.append(autolink(url or address, url or f"mailto:{address}"))
            return match.end()
        end = self.html_end(at) if self.rich else None
        self.pieces.append("<" if end is None else raw(self.text[at:end]))
        return at + 1 if end is None else end

    def html_end(self, at: int) -> int | None:
        if match := TAG.match(self.text, at):
            return match.end()
        for start, end in HTML_WITH_END:
            if self.text.startswith(start, at) and (start != "<!" or self.text[at + 2 : at + 3].isalpha()):
                found = -1 if end in self.missing else self.text.find(end, at + len(start))
                if found >= 0:
                    return found + len(end)
                self.missing.add(end)
        return None

    def entity(self, at: int) -> int:
        match = ENTITY.match(self.text, at)
        self.pieces.append(decode_entity(match[0]) if match else "&")
        return match.end() if match else at + 1

    def line_break(self, at: int) -> int:
        """Kept after two spaces (6.7 and 6.8)."""
        is_hard = not self.rich
        if self.pieces and isinstance(last := self.pieces[-1], str) and last.endswith(" ") and at > self.plain_start:
            is_hard |= last.endswith("  ")
            self.pieces[-1] = last.rstrip(" ")
        self.pieces.append(Element("br") if is_hard else "\n")
        return self.skip_indent(at + 1)

    def skip_indent(self, at: int) -> int:
        while self.text.startswith((" ", "\t"), at):
            at += 1
        return at

    def bare_url(self, at: int) -> int:
        """A URL without brackets (GFM 6.9). Its scheme is the end of the plain text before the colon."""
        start = url_start(self.text, self.plain_start, at)
        match = None if start is None else match_bare_url(self.text, start, in_brackets=bool(self.brackets))
        if start is None or match is None:
            self.pieces.append(self.text[at])
            return at + 1
        if start < at:
            self.pieces[-1] = self.text[self.plain_start : start]
        self.pieces.append(match)
        return start + len(match.text or "")
