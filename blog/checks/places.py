"""Where the parts of an article are in its source. Rendering keeps no positions, so they are searched for in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from blog.rendering import Part

CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1|\Z)|(`+)[^`\n]{1,500}\2", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^[ >]*(#{1,6})[ \t][^\n]*|^[^\n]+(?=\n {0,3}(?:=+|-+)[ \t]*$)", re.MULTILINE)
NO_URL = r"\]\(\s*\)"
MAX_LABEL = 300

Place = tuple[int, int]


def find_places(source: str, parts: Iterable[Part]) -> list[tuple[Part, Place]]:
    """The start and end of each part: equal targets in their order, and headings by number if all of them are found."""
    text = CODE.sub(lambda code: re.sub(r"[^\n]", "\0", code[0]), source)
    parts = list(parts)
    headings = [match.span() for match in HEADING.finditer(text)]
    are_known = len(headings) == sum(part.kind == "heading" for part in parts)
    next_heading = iter(headings)
    reached: dict[str, int] = {}
    found = []
    for part in parts:
        if part.kind != "heading":
            place = place_of_target(text, part.target, reached)
        elif are_known:
            place = next(next_heading)
        else:
            start = max(text.find(part.text, reached.get("heading", 0)), 0)
            place = (start, start + len(part.text))
            reached["heading"] = place[1]
        found.append((part, place))
    return found


def place_of_target(text: str, target: str, reached: dict[str, int]) -> Place:
    """From the bracket before the next use of a URL to the parenthesis after it. (0, 0) if it isn't found."""
    spelled = "|".join(re.escape(each) for each in dict.fromkeys([target, unquote(target)]))
    url = rf"(?:^|(?<=[(<\"'\s:]))(?:{spelled})(?=[)>\"'\s]|$)" if target else NO_URL
    match = re.compile(url).search(text, reached.get(target, 0)) or re.compile(url).search(text)
    if match is None:
        return 0, 0
    reached[target] = match.end()
    start, end = match.span()
    opening = text.rfind("[", max(0, start - MAX_LABEL), start + 1)
    if opening >= 0 and (not target or text[max(0, start - 2) : start] == "]("):
        start = opening - (text[max(0, opening - 1) : opening] == "!")
        end += text[end : end + 1] == ")"
    return start, end


def in_utf16(source: str, place: Place) -> Place:
    """The place as browsers count: characters outside of the basic plane count twice."""
    start = len(source[: place[0]].encode("utf-16-le", "surrogatepass")) // 2
    return start, start + len(source[place[0] : place[1]].encode("utf-16-le", "surrogatepass")) // 2
