"""Converts Markdown to unsafe HTML. The size is limited before parsing, because large input takes seconds."""

import re

from blog.rendering.dialect import Dialect
from blog.rendering.errors import TextTooLong, TooComplex
from blog.rendering.policies import Bounds, Policy

BRACKETS = re.compile(r"[\[<@]")
MARKS = re.compile(r"[*_~`&\\|>]")
# A number can also begin a list within a line.
STRUCTURES = re.compile(r"^[ \t]*[#=:|>`~+*_-]|\d[.)][ \t]", re.MULTILINE)
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
# Control characters, lone surrogates and noncharacters.
CONTROL_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def to_html(source: str, policy: Policy, typographic_language: str = "") -> str:
    """Raises TextTooLong or TooComplex."""
    text = CONTROL_CHARACTERS.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    check_bounds(policy.bounds, text)
    try:
        return str(Dialect(rich=policy.rich, typographic_language=typographic_language).convert(text))
    except RecursionError as error:
        raise TooComplex from error


def check_bounds(bounds: Bounds, text: str) -> None:
    if len(text) > bounds.characters:
        raise TextTooLong
    reach = sum(len(part) * part.count("[") for part in PARAGRAPH_END.split(text))
    if (
        count(BRACKETS, text) > bounds.brackets
        or count(MARKS, text) > bounds.marks
        or count(STRUCTURES, text) > bounds.structures
        or text.count("\n") > bounds.lines
        or reach > bounds.reach
    ):
        raise TooComplex


def count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _match in pattern.finditer(text))
