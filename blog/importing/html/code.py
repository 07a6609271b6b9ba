"""Code: preformatted text, what editors copy, and the tables in which web pages number its lines."""

from __future__ import annotations

import re

from blog.importing.html.element import BLOCKS, Element
from blog.importing.html.inline import code_span as span
from blog.importing.html.styles import is_monospace, keeps_lines

LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-(?:source|text)|sourcecode)[-:]|brush: ?|sourcecode )([\w+#]{1,30})"
    r"(?=[\s;-]|$)"
)
NO_LANGUAGE = frozenset({"default", "none", "plaintext", "plain", "text", "txt", "source", "auto", "nohighlight"})
LINE_NUMBERS = frozenset({"blob-num", "lineno", "linenos", "line-number", "gutter", "rouge-gutter", "js-line-number"})
LINES = frozenset({"blob-code", "react-code-text", "js-file-line", "react-file-line"})

__all__ = ["code_block", "code_table", "fenced", "span"]


def code_block(element: Element) -> str:
    """Fenced code if the element is preformatted, otherwise nothing."""
    is_copied = element.tag == "div" and is_monospace(element.style) and keeps_lines(element.style)
    if element.tag != "pre" and not is_copied:
        pre = only_pre(element)
        return fenced(text_of(pre), language_of(element)) if pre else ""
    if element.one("table"):
        return ""
    text = text_of(element)
    if is_copied and "\n" not in text.strip("\n"):
        return ""
    return fenced(text, language_of(element))


def only_pre(element: Element) -> Element | None:
    """The code of an element that contains nothing else, such as one that knows the language."""
    pre = element.one("pre") if element.tag in {"div", "figure"} else None
    if pre is None or pre.one("table") or pre.text().strip() != element.text().strip():
        return None
    return pre


def code_table(table: Element) -> str:
    """Fenced code if a table has a line of code in each row, or numbers and lines in two cells."""
    if pre := [cell for cell in table.elements() if cell.tag == "pre"]:
        is_code = any(LINE_NUMBERS & inner.classes for inner in table.elements())
        return fenced(text_of(pre[-1]), language_of(pre[-1])) if is_code else ""
    lines = [inner for inner in table.elements() if inner.tag in {"td", "div"} and LINES & inner.classes]
    return fenced("\n".join(text_of(line).strip("\n") for line in lines)) if lines else ""


def text_of(element: Element) -> str:
    parts: list[str] = []
    add_text(element, parts)
    text = "".join(parts).replace("\r\n", "\n").replace("\xa0", " ")
    return re.sub(r"[\u200b\ufeff]", "", text)


def add_text(element: Element, parts: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        elif not LINE_NUMBERS & child.classes:
            is_line = child.tag in BLOCKS
            if is_line and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            before = len(parts)
            add_text(child, parts)
            if is_line and len(parts) > before and not parts[-1].endswith("\n"):
                parts.append("\n")


def language_of(element: Element) -> str:
    for inner in (element, *element.elements()):
        for name in ("data-lang", "data-language"):
            if re.fullmatch(r"[\w+#-]{1,30}", found := inner.attributes.get(name, "").lower()):
                return "" if found in NO_LANGUAGE else found
        found = inner.attributes.get("class", "").lower()
        if (match := LANGUAGE.search(found)) and match[1] not in NO_LANGUAGE:
            return match[1]
    return ""


def fenced(text: str, language: str = "") -> str:
    lines = [line.rstrip() for line in text.expandtabs(4).split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return ""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])
