"""Converts Markdown to unsafe HTML. The size is limited before parsing, because large input takes seconds."""

import re

import markdown
from markdown.extensions import Extension

from blog.rendering.errors import TextTooLong, TooComplex
from blog.rendering.policies import Bounds, Policy

COMMON_EXTENSIONS = ["sane_lists", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.tilde", "pymdownx.magiclink"]
RICH_EXTENSIONS = ["abbr", "def_list", "footnotes", "tables", "md_in_html"]
OPTIONS: dict[str, dict[str, object]] = {
    # Some lexers take seconds for malformed code, so comments aren't highlighted.
    "pymdownx.highlight": {"guess_lang": False, "pygments_lang_class": True, "linenums": False},
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "↩"},
}
BRACKETS = re.compile(r"[\[<@]")
MARKS = re.compile(r"[*_~`&\\|>]")
# A number can also begin a list within a line.
STRUCTURES = re.compile(r"^[ \t]*[#=:|>`~+*_-]|\d[.)][ \t]", re.MULTILINE)
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
# Control characters (the parser uses some as placeholders), lone surrogates and noncharacters.
CONTROL_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class NoRawHtmlExtension(Extension):  # type: ignore[misc]
    """Treats HTML as text and removes headings, rules and images."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        for name in ("html", "image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        for name in ("hashheader", "setextheader", "hr"):
            md.parser.blockprocessors.deregister(name)


def to_html(source: str, policy: Policy) -> str:
    """Raises TextTooLong or TooComplex."""
    text = CONTROL_CHARACTERS.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    check_bounds(policy.bounds, text)
    extensions: list[str | Extension] = [*COMMON_EXTENSIONS]
    extensions += RICH_EXTENSIONS if policy.rich else ["nl2br", NoRawHtmlExtension()]
    options = {name: OPTIONS[name] for name in extensions if isinstance(name, str) and name in OPTIONS}
    options["pymdownx.highlight"] = OPTIONS["pymdownx.highlight"] | {"use_pygments": policy.rich}
    converter = markdown.Markdown(extensions=extensions, extension_configs=options)
    converter.ESCAPED_CHARS.append("<")
    try:
        return str(converter.convert(text))
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
