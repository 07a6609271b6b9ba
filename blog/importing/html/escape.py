"""Backslashes before what would be Markdown, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterable

URL = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>]+")
# A sign that could begin or end a format: not between spaces, and an underscore not within a word.
BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\s?$)")
FORMATS = {
    "*": re.compile(r"(?<!\s)\*|\*(?!\s)|(?<=^\s)\*|\*(?=\s$)"),
    "_": re.compile(r"(?<!\s)_(?!\w)|(?<!\w)_(?!\s)|^_|_$|(?<=^\s)_|_(?=\s$)"),
    "~": re.compile(r"(?<!\s)~|~(?!\s)|(?<=^\s)~|~(?=\s$)"),
    "=": re.compile(r"=(?==)"),
    "`": re.compile(r"`"),
}
LINK = re.compile(r"\](?=[(\[])|\[(?=\^)")
BRACKET = re.compile(r"[\[\]]")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
ENTITY = re.compile(r"&(?=#?\w{1,31};)")
AT_LINE_START = re.compile(
    r"(?=#{1,6}(?:\s|$)|>|[-+*:](?:\s|$)|=+\s*$|~{3}|(?:-\s*){2,}$|(?:_\s*){3,}$|(?:\*\s*){3,}$|\[(?:[^\[\]\\`]|\\.)+\]:|\[!\w+\]\s*$"
    r"|\*\[(?:[^\[\]\\`]|\\.)+\]:|[|:]?\s*:?-+:?\s*(?:\|[-:|\s]*)?$)"
)
NUMBER_AT_LINE_START = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
MANY = 2


class Escaper:
    """Escapes the text of one paragraph. ``formats`` are the signs of the formats that the paragraph has."""

    def __init__(self, text: str, formats: set[str]) -> None:
        outside_urls = URL.sub("", text)
        self.signs = [sign for sign in FORMATS if sign in formats or outside_urls.count(sign) >= MANY]

    def escape(self, text: str, *, in_link: bool = False, before_link: bool = False) -> str:
        parts, position = [], 0
        if in_link:
            if not URL.search(text):
                return self.quoted(text, BRACKET, self.signs)
            # In a URL, backslashes would be shown.
            quoted = self.quoted(text, BRACKET, FORMATS)
            return quoted if quoted == text else quoted.replace("://", "\\://")
        for url in URL.finditer(text):
            parts += [self.quoted(text[position : url.start()], LINK, self.signs), url[0]]
            position = url.end()
        rest = self.quoted(text[position:], LINK, self.signs)
        if before_link and rest.endswith("!"):
            rest = rest[:-1] + "\\!"
        if before_link and rest.endswith("]"):
            rest = rest[:-1] + "\\]"
        return "".join(parts) + rest

    def quoted(self, text: str, brackets: re.Pattern[str], signs: Iterable[str]) -> str:
        text = BACKSLASH.sub(r"\\\\", text)
        for sign in signs:
            text = FORMATS[sign].sub(lambda match: f"\\{match[0]}", text)
        for pattern in (brackets, TAG, ENTITY):
            text = pattern.sub(r"\\\g<0>", text)
        return text


def escape_line_starts(text: str) -> str:
    return "\n".join(escape_line_start(line) for line in text.split("\n"))


def escape_line_start(line: str) -> str:
    if AT_LINE_START.match(line):
        return f"\\{line}"
    number = NUMBER_AT_LINE_START.match(line)
    return f"{number[1]}\\{line[number.end() :]}" if number else line


def escape_heading_end(text: str) -> str:
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", text)


def in_cell(text: str) -> str:
    return text.replace("|", "\\|")
