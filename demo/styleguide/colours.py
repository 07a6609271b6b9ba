"""Computes the colours of static/css/tokens.css as browsers do, and their WCAG 2 contrast.

Supports only the syntax that the file uses: ``#rrggbb``, ``var()``, ``light-dark()`` and ``oklch(from … l c h)``.
Conversions: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

Linear = tuple[float, float, float]  # linear red, green and blue, 0 to 1
Oklch = tuple[float, float, float]

SCHEMES = ("light", "dark")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{6}|(?:light-dark|oklch|var)\(.*\)", re.DOTALL)
FUNCTIONS: Mapping[str, Callable[..., float]] = {"min": min, "max": max, "calc": float}
OPERATORS: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    # As in CSS, division by zero is infinity.
    ast.Div: lambda top, bottom: top / bottom if bottom else math.inf,
}

# Foreground, background and minimum contrast: 4.5 for text, 3 for borders of controls.
PAPERS = ("paper", "paper-raised", "paper-sunk")
SOFT = ("accent-soft", "good-soft", "warn-soft")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, paper, 4.5) for ink in ("ink", "ink-soft", "ink-faint", "accent", "good", "warn") for paper in PAPERS),
    *((ink, soft, 4.5) for ink in ("ink", "ink-soft", "accent") for soft in SOFT),
    ("accent-ink", "accent", 4.5),
    ("paper", "ink", 4.5),
    ("good", "good-soft", 4.5),
    ("warn", "warn-soft", 4.5),
    *(("rule-strong", paper, 3.0) for paper in PAPERS),
)


@dataclass(frozen=True)
class Contrast:
    ink: str
    paper: str
    least: float
    light: float
    dark: float

    @property
    def is_enough(self) -> bool:
        return min(self.light, self.dark) >= self.least


def token_texts() -> dict[str, str]:
    """The values of the colour tokens as written in the file."""
    text = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return {name: value for name, value in TOKEN.findall(text) if COLOUR.fullmatch(value)}


def contrasts(texts: Mapping[str, str]) -> list[Contrast]:
    return [
        Contrast(ink, paper, least, *(contrast(texts, ink, paper, scheme) for scheme in SCHEMES))
        for ink, paper, least in PAIRS
    ]


def contrast(texts: Mapping[str, str], one: str, other: str, scheme: str) -> float:
    """The contrast ratio of two tokens, 1 to 21."""
    darker, lighter = sorted(luminance(colour(texts[name], texts, scheme)) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(light: Linear) -> float:
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour(value: str, texts: Mapping[str, str], scheme: str) -> Linear:
    """Compute the value of a token. Raises ValueError for unsupported syntax."""
    value = " ".join(value.split())
    if value.startswith("#"):
        return from_hex(value)
    name, _, inner = value.removesuffix(")").partition("(")
    inner = inner.strip()
    if name == "var":
        return colour(texts[inner.removeprefix("--")], texts, scheme)
    if name == "light-dark":
        return colour(parts(inner, ",")[SCHEMES.index(scheme)], texts, scheme)
    if name == "oklch" and inner.startswith("from "):
        _from, origin, *changed = parts(inner, " ")
        channels = dict(zip("lch", to_oklch(colour(origin, texts, scheme)), strict=True))
        lightness, chroma, hue = (number(ast.parse(part, mode="eval").body, channels) for part in changed)
        return from_oklch((lightness, chroma, hue))
    raise ValueError(f"tokens.css: cannot compute the colour {value!r}")


def parts(text: str, separator: str) -> list[str]:
    """Split at separators outside of parentheses."""
    found, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == separator and not depth:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]


def number(node: ast.expr, channels: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name) if name in channels:
            return channels[name]
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
            return FUNCTIONS[name](*(number(argument, channels) for argument in arguments))
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](number(left, channels), number(right, channels))
    raise ValueError(f"tokens.css: cannot compute {ast.unparse(node)!r}")


def from_hex(value: str) -> Linear:
    red, green, blue = (int(value[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return to_light(red), to_light(green), to_light(blue)


def to_light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def to_oklch(light: Linear) -> Oklch:
    red, green, blue = light
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(channels: Oklch) -> Linear:
    """Colours outside of sRGB are clipped by channel, as in Chromium."""
    lightness, chroma, hue = channels
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        shown(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        shown(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        shown(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def shown(amount: float) -> float:
    return min(1.0, max(0.0, amount))
