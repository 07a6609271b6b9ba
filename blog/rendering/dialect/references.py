"""Link reference definitions (CommonMark 4.7) and the parts of links that they share with inline links (6.3)."""

from __future__ import annotations

import re

from blog.rendering.dialect.escapes import PUNCTUATION, encode_url, unescape

MAX_LABEL = 999
MAX_PARENTHESES = 32
LABEL = re.compile(rf"\[((?:[^\[\]\\]|\\.){{0,{MAX_LABEL}}}+)\]", re.DOTALL)
POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*+)>")
BARE = re.compile(rf"(?:[^\x00-\x20\x7f\\()]++|\\{PUNCTUATION}|\\)*+")
TITLE = re.compile(
    r""""((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\)""",
    re.DOTALL,
)
SPACE = re.compile(r"[ \t\n]*")
SPACES = re.compile(r"[ \t]*")
LINE_END = re.compile(r"[ \t]*(?:\n|$)")


def normalize_label(label: str) -> str:
    """Labels match regardless of case and white space."""
    return " ".join(label.split()).casefold()


def match_destination(text: str, at: int) -> tuple[str, int] | None:
    """The URL that begins here and the end of it. An empty one must be in <>."""
    if text.startswith("<", at):
        match = POINTED.match(text, at)
        return (match[1], match.end()) if match else None
    depth, end = 0, at
    while match := BARE.match(text, end):
        end = match.end()
        if text.startswith("(", end) and depth < MAX_PARENTHESES:
            depth += 1
        elif text.startswith(")", end) and depth:
            depth -= 1
        else:
            break
        end += 1
    return None if depth else (text[at:end], end)


def match_title(text: str, at: int) -> tuple[str, int] | None:
    match = TITLE.match(text, at)
    return (match[match.lastindex or 0], match.end()) if match else None


def skip_space(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def take_references(text: str, links: dict[str, tuple[str, str]]) -> str:
    """Stores the definitions at the start of a paragraph, and returns the rest. The first of equal labels counts."""
    at = 0
    while text.startswith("[", at) and (found := match_reference(text, at)):
        label, url, title, at = found
        links.setdefault(label, (url, title))
    return text[at:]


def match_reference(text: str, at: int) -> tuple[str, str, str, int] | None:
    label = LABEL.match(text, at)
    if label is None or not label[1].strip() or not text.startswith(":", label.end()):
        return None
    start = skip_space(text, label.end() + 1)
    destination = match_destination(text, start)
    if destination is None or destination[1] == start:
        return None
    url, end = destination
    title_at = skip_space(text, end)
    title = match_title(text, title_at) if title_at > end else None
    line_end = LINE_END.match(text, title[1]) if title else None
    if line_end is None:
        title = None
        line_end = LINE_END.match(text, end)
    if line_end is None:
        return None
    name = normalize_label(label[1])
    return name, encode_url(unescape(url)), unescape(title[0]) if title else "", line_end.end()
