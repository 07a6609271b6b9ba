"""The text of a paragraph as runs that look the same, whatever elements and styles it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from blog.importing.html.element import Element
from blog.importing.html.links import clean_url
from blog.importing.html.styles import is_bold, is_italic, is_monospace, is_struck, keeps_lines

BREAK, NOTE, IMAGE = "break", "note", "image"
TAG_MARKS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "dfn": "italic", "var": "italic",
    "s": "strike", "strike": "strike", "del": "strike", "code": "code", "tt": "code", "samp": "code", "kbd": "kbd",
    "mark": "mark", "sup": "sup", "sub": "sub",
}  # fmt: skip
CODE = frozenset({"code", "mono"})
SPACES = re.compile(r"[ \t\n\r\f]+")
INVISIBLE = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffc\ufffe\uffff]")
# Programs use no-break spaces as ordinary ones. They are kept in numbers and next to punctuation, as in French.
WANTED = re.compile(
    "(?<=[\\d\u00ab\u201e])\xa0(?=[^\\s\xa0])|(?<=[^\\s\xa0])\xa0(?=[:;!?%\u00bb\u20ac\u201c\u2013\u2014])"
)

MAX_SIGN = 16  # characters of an emoji


@dataclass(frozen=True)
class Run:
    """``kind`` is empty for text. The text of a note is its label, and that of an image its description."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    kind: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Look:
    """What elements around a text say about it."""

    marks: frozenset[str] = frozenset()
    link: str = ""
    keeps_lines: bool = False
    base_url: str = ""
    own_links: Mapping[str, str] = field(default_factory=dict)

    def inside(self, element: Element) -> Look:
        style, tag, marks = element.style, element.tag, set(self.marks)
        if tag in TAG_MARKS and not (tag == "cite" and "citation" in element.classes):
            marks.add(TAG_MARKS[tag])
        bold, mono, lines = is_bold(style), is_monospace(style), keeps_lines(style)
        if element.attributes.get("id", "").startswith("docs-internal-guid"):
            bold = False  # Google Docs wraps everything in <b>
        if bold is not None and not (bold is False and style.get("font-weight") == "500"):
            marks = (marks | {"bold"}) if bold else (marks - {"bold"})
        italic = is_italic(style)
        if italic is not None:
            marks = (marks | {"italic"}) if italic else (marks - {"italic"})
        if is_struck(style):
            marks.add("strike")
        if mono is not None and tag not in TAG_MARKS:
            marks = (marks | {"mono"}) if mono else (marks - {"mono"})
        marks |= {"super": {"sup"}, "sub": {"sub"}}.get(style.get("vertical-align", ""), set())
        link = self.link
        if tag == "a" and "href" in element.attributes:
            link = clean_url(element.attributes["href"], self.base_url)
            path, sign, fragment = link.partition("#")
            link = self.own_links.get(path, path) + sign + fragment
        keeps = tag == "pre" or (self.keeps_lines if lines is None else lines)
        return replace(self, marks=frozenset(marks), link=link, keeps_lines=keeps)


def collect(element: Element, look: Look) -> list[Run]:
    """The runs of an inline element."""
    if element.tag == "br":
        return [] if "Apple-interchange-newline" in element.classes else [Run("", kind=BREAK)]
    if element.attributes.get("data-stringify-type") == "paragraph-break":  # Slack
        return [Run("", kind=BREAK)] * 2
    if element.tag == "note":
        return [Run(element.attributes["label"], kind=NOTE)]
    if element.tag == "img":
        return image_run(element, look)
    if element.tag in {"input", "wbr", "rp"}:
        return []
    look = look.inside(element)
    runs = [run for child in element.children for run in runs_of(child, look)]
    around = {"rt": ("(", ")"), "q": ("\u201c", "\u201d")}.get(element.tag)
    return [text_run(around[0], look), *runs, text_run(around[1], look)] if around and runs else runs


def runs_of(child: Element | str, look: Look) -> list[Run]:
    if isinstance(child, Element):
        return collect(child, look)
    text = INVISIBLE.sub("", child.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    if not look.keeps_lines:
        return [text_run(text, look)] if text else []
    runs: list[Run] = []
    for line in text.split("\n"):
        runs += [Run("", kind=BREAK), text_run(line, look)]
    return runs[1:]


def text_run(text: str, look: Look) -> Run:
    text = WANTED.sub("\ue000", text).replace("\xa0", " ").replace("\ue000", "\xa0")
    is_code = look.keeps_lines and "mono" in look.marks
    return Run(text if is_code else SPACES.sub(" ", text), look.marks, look.link)


def image_run(image: Element, look: Look) -> list[Run]:
    """An image of this or another site, or the sign that it shows instead of text."""
    attributes = image.attributes
    url, alt = clean_url(attributes.get("src", ""), look.base_url), " ".join(attributes.get("alt", "").split())
    is_sign = alt and len(alt) <= MAX_SIGN and not any(character.isascii() or character.isalnum() for character in alt)
    sizes = (attributes.get("width", ""), attributes.get("height", ""))
    if is_sign or re.search(r"\bemoji\b", attributes.get("class", "")):
        return [Run(alt, look.marks, look.link)]
    if not url or any(size in {"0", "1"} for size in sizes):
        return []
    return [Run(alt, link=look.link, kind=IMAGE, url=url)]


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Without spaces at the ends of lines or after other spaces. Runs that look the same become one."""
    tidied: list[Run] = []
    for run in runs:
        last = tidied[-1] if tidied else Run("", kind=BREAK)
        if run.kind == BREAK:
            strip_end(tidied)
        elif not run.kind:
            after_space = last.kind == BREAK or (not last.kind and last.text.endswith(" "))
            if after_space and "mono" not in run.marks:
                run = replace(run, text=run.text.lstrip(" "))
            if not run.text:
                continue
            if run.text == " " and not last.kind:
                # A space looks the same in any format, except in code and between two parts of a link.
                run = replace(run, marks=last.marks - CODE, link=run.link if run.link == last.link else "")
            if not last.kind and (last.marks, last.link) == (run.marks, run.link):
                tidied[-1] = replace(last, text=last.text + run.text)
                continue
        tidied.append(run)
    strip_end(tidied)
    return tidied


def strip_end(runs: list[Run]) -> None:
    while runs and not runs[-1].kind:
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Two line breaks in a row begin a new paragraph."""
    found: list[list[Run]] = [[]]
    breaks = 0
    for run in tidy(runs):
        if run.kind == BREAK:
            breaks += 1
            continue
        if breaks and found[-1]:
            if breaks > 1:
                found.append([])
            else:
                found[-1].append(Run("", kind=BREAK))
        breaks = 0
        found[-1].append(run)
    return [paragraph for paragraph in found if paragraph]
