"""Writes the runs of a paragraph as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from blog.importing.html.escape import ENTITY, Escaper
from blog.importing.html.runs import BREAK, CODE, IMAGE, NOTE, Run
from blog.importing.html.signs import Sign, Token, joined

ORDER = ("bold", "italic", "strike", "mark", "kbd", "sup", "sub")
FORMATS = {"bold": "*", "italic": "*", "strike": "~", "mark": "=", "code": "`", "mono": "`"}
BARE_URL = re.compile(r"https?://[\w./?=&%#+:@~-]*[\w/]")


@dataclass(frozen=True)
class Link:
    """Runs of one link. Formats that all of them have are around the link."""

    runs: tuple[Run, ...]
    marks: frozenset[str]


Piece = Run | Link


def write_inline(runs: Sequence[Run], *, line_break: str = "\\\n", without: frozenset[str] = frozenset()) -> str:
    """``without`` are formats that aren't written, such as bold in a heading."""
    runs = [replace(run, marks=frozenset(run.marks - without)) for run in runs]
    return Writer(runs, line_break).write()


class Writer:
    def __init__(self, runs: Sequence[Run], line_break: str, *, of_paragraph: Escaper | None = None) -> None:
        """``of_paragraph`` is given for the text of a link."""
        self.runs = runs
        self.line_break = line_break
        self.in_link = of_paragraph is not None
        self.pairs = 0
        text = "".join(run.text for run in runs if not run.kind and not run.marks & CODE)
        formats = {FORMATS[mark] for run in runs for mark in run.marks if mark in FORMATS}
        self.escaper = of_paragraph or Escaper(text, formats)

    def write(self, written: frozenset[str] = frozenset()) -> str:
        return joined(self.formatted(pieces(self.runs), written))

    def formatted(self, parts: Sequence[Piece], written: frozenset[str]) -> list[Token]:
        """Text and signs, with the longest format outside."""
        tokens: list[Token] = []
        at = 0
        while at < len(parts):
            left = [mark for mark in ORDER if mark in parts[at].marks - written]
            ends = {mark: end_of(parts, at, mark) for mark in left}
            if not ends:
                tokens.append(self.piece(parts, at, written))
                at += 1
                continue
            mark = max(ends, key=lambda name: ends[name])
            tokens += self.around(mark, self.formatted(parts[at : ends[mark]], written | {mark}))
            at = ends[mark]
        return tokens

    def around(self, mark: str, inner: list[Token]) -> list[Token]:
        """A format begins and ends with text. Spaces and line breaks at its ends stay outside."""
        before, core, after = split_spaces(inner, self.line_break)
        if not core:
            return [before + after]
        self.pairs += 1
        start, end = Sign(mark, self.pairs, is_end=False), Sign(mark, self.pairs, is_end=True)
        return [before, start, *core, end, after]

    def piece(self, parts: Sequence[Piece], at: int, written: frozenset[str]) -> str:
        part = parts[at]
        if isinstance(part, Link):
            return self.link(part, written)
        if part.kind == BREAK:
            return self.line_break
        if part.kind == NOTE:
            return f"[^{part.text}]"
        if part.kind == IMAGE:
            title = f' "{plain(part.title).replace(chr(34), "&quot;")}"' if part.title else ""
            return f"![{plain(part.text)}]({destination(part.url)}{title})"
        if part.marks & CODE:
            return code_span(part.text)
        follows = parts[at + 1] if at + 1 < len(parts) else None
        before_link = isinstance(follows, Link) or (isinstance(follows, Run) and follows.kind == NOTE)
        return self.escaper.escape(part.text, in_link=self.in_link, before_link=before_link)

    def link(self, link: Link, written: frozenset[str]) -> str:
        url = link.runs[0].link
        text = "".join(run.text for run in link.runs)
        is_plain = all(not run.kind and not run.marks - written for run in link.runs)
        is_www = text.startswith("www.") and url.removesuffix("/") == f"http://{text}"
        if is_plain and (text == url or is_www) and BARE_URL.fullmatch(url):
            return text
        if is_plain and text and text in {url, url.removeprefix("mailto:")}:
            return f"<{text}>"
        label = [replace(run, link="") for run in link.runs if run.kind != IMAGE]
        words = Writer(label, " ", of_paragraph=self.escaper).write(written).strip()
        words = words or " ".join(plain(run.text) for run in link.runs if run.kind == IMAGE and run.text)
        before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
        return f"{before}[{words}]({destination(url)}){after}" if words else text


def pieces(runs: Sequence[Run]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    while at < len(runs):
        end = at + 1
        if not runs[at].link:
            found.append(runs[at])
        else:
            while end < len(runs) and runs[end].link == runs[at].link:
                end += 1
            inner = tuple(runs[at:end])
            marks = frozenset.intersection(*(run.marks for run in inner)) - CODE
            found.append(Link(inner, marks))
        at = end
    return found


def end_of(parts: Sequence[Piece], start: int, mark: str) -> int:
    """Where a format ends. Line breaks, notes and images have any format."""
    end = last = start
    while end < len(parts):
        part = parts[end]
        if mark in part.marks:
            last = end + 1
        elif isinstance(part, Link) or not part.kind:
            break
        end += 1
    return last


def split_spaces(tokens: Sequence[Token], line_break: str) -> tuple[str, list[Token], str]:
    """The spaces and line breaks at the start, what is between, and those at the end."""
    core, before, after = list(tokens), "", ""
    while core and isinstance(first := core[0], str):
        rest = "" if first == line_break else first.lstrip(" ")
        before += first[: len(first) - len(rest)]
        core[:1] = [rest] if rest else []
        if rest:
            break
    while core and isinstance(last := core[-1], str):
        rest = "" if last == line_break else last.rstrip(" ")
        after = last[len(rest) :] + after
        core[-1:] = [rest] if rest else []
        if rest:
            break
    return before, core, after


def code_span(text: str) -> str:
    if not text.strip():
        return text
    used = {len(run) for run in re.findall("`+", text)}
    fence = "`" * next(count for count in range(1, len(used) + 2) if count not in used)
    pad = " " if "`" in text[0] + text[-1] or text[0] == text[-1] == " " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def destination(url: str) -> str:
    url = url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    url = ENTITY.sub("&amp;", url)
    return f"<{url}>" if url.count("(") != url.count(")") or url.find(")") < url.find("(") else url


def plain(text: str) -> str:
    return re.sub(r"([\[\]\\`*_<])", r"\\\1", text)
