"""What CSS says about text, in attributes and in the rules for classes that programs put in front of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

PROPERTIES = frozenset(
    [
        "display", "font-family", "font-style", "font-weight", "mso-element", "mso-hide", "mso-list",
        "mso-special-character", "text-align", "text-decoration", "text-decoration-line", "vertical-align",
        "visibility", "white-space", "white-space-collapse",
    ]
)  # fmt: skip
MONOSPACE = re.compile(
    r"\bmono(space)?\b|consolas|courier|menlo|monaco|fira code|source code|lucida console|cascadia|andale|sfmono",
    re.IGNORECASE,
)
MAX_RULES = 200_000  # characters
Style = Mapping[str, str]
Rules = Mapping[tuple[str, str], Style]


def parse_style(text: str) -> dict[str, str]:
    found = {}
    for declaration in text.split(";"):
        name, _colon, value = declaration.partition(":")
        if (name := name.strip().lower()) in PROPERTIES:
            found[name] = value.strip().lower().removesuffix("!important").strip()
    return found


def class_rules(html: str) -> dict[tuple[str, str], dict[str, str]]:
    """The rules for ``.class`` and ``tag.class``. Other selectors are ignored."""
    rules: dict[tuple[str, str], dict[str, str]] = {}
    lower = html.lower()
    position = 0
    while (start := lower.find("<style", position)) >= 0:
        end = lower.find("</style", start)
        position = end if end >= 0 else len(html)
        text = html[html.find(">", start) + 1 : position][:MAX_RULES]
        for rule in text.replace("<!--", "").replace("-->", "").split("}"):
            selectors, _brace, declarations = rule.partition("{")
            style = parse_style(declarations)
            for selector in selectors.split(",") if style else ():
                tag, dot, name = selector.split("*/")[-1].strip().partition(".")
                if dot and name.replace("-", "").replace("_", "").isalnum():
                    rules.setdefault((tag.lower(), name), {}).update(style)
    return rules


def style_of(tag: str, attributes: Mapping[str, str], rules: Rules) -> dict[str, str]:
    style: dict[str, str] = {}
    for name in attributes.get("class", "").split() if rules else ():
        style |= rules.get(("", name), {})
        style |= rules.get((tag, name), {})
    return style | parse_style(attributes.get("style", ""))


def is_hidden(style: Style) -> bool:
    return (
        style.get("display") == "none" or style.get("visibility") == "hidden" or style.get("mso-hide", "none") != "none"
    )


def is_bold(style: Style) -> bool | None:
    """None if the style doesn't say."""
    weight = style.get("font-weight", "")
    if weight.isdecimal():
        return int(weight) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def is_italic(style: Style) -> bool | None:
    return {"italic": True, "oblique": True, "normal": False}.get(style.get("font-style", ""))


def is_struck(style: Style) -> bool:
    return "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")


def is_monospace(style: Style) -> bool | None:
    fonts = style.get("font-family")
    return None if not fonts or fonts == "inherit" else bool(MONOSPACE.search(fonts.split(",")[0]))


def keeps_lines(style: Style) -> bool | None:
    """Whether line breaks in the source are shown."""
    space = style.get("white-space") or style.get("white-space-collapse")
    return None if not space else space.startswith(("pre", "break-spaces"))
