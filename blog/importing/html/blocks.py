"""Writes the blocks of a tree as Markdown, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from blog.importing.html import code, tables
from blog.importing.html.element import BLOCKS, Element
from blog.importing.html.escape import escape_heading_end, escape_line_starts
from blog.importing.html.inline import write_inline
from blog.importing.html.lists import Item, items_of
from blog.importing.html.runs import BREAK, IMAGE, Look, Run, paragraphs, runs_of, tidy

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ITALIC_CLASSES = {"MsoQuote", "MsoIntenseQuote"}


@dataclass(frozen=True)
class Block:
    """``kind`` is "paragraph", "line" (of a div), "mono" (a line in a monospace font), "empty", or that of a block."""

    kind: str
    text: str
    is_loose: bool = False


@dataclass
class Writer:
    """``shift`` is added to the levels of headings. ``without`` are formats that aren't written."""

    shift: int
    without: frozenset[str]
    is_in_cell: bool = False

    def blocks(self, element: Element, look: Look) -> list[Block]:
        """The blocks in an element."""
        found: list[Block] = []
        runs: list[Run] = []
        inner = look.inside(element) if element.tag else look

        def flush() -> None:
            found.extend(self.paragraphs(runs, "line" if element.tag == "div" else "paragraph"))
            runs.clear()

        for child in element.children:
            if isinstance(child, str) or not (child.tag in BLOCKS or child.has_blocks()):
                runs.extend(runs_of(child, inner))
                continue
            flush()
            found.extend(self.block(child, inner))
        flush()
        return found

    def paragraphs(self, runs: Sequence[Run], kind: str) -> list[Block]:
        found = []
        for paragraph in paragraphs(runs):
            texts = [run for run in paragraph if not run.kind]
            if (
                texts
                and all("mono" in run.marks - self.without for run in texts)
                and not any(run.kind == IMAGE for run in paragraph)
            ):
                lines = "".join("\n" if run.kind == BREAK else run.text for run in paragraph)
                found.append(Block("mono", lines))
            else:
                found.append(Block(kind, self.inline(paragraph)))
        return [block for block in found if block.text]

    def inline(self, runs: Sequence[Run]) -> str:
        text = write_inline(runs, without=self.without)
        return text if self.is_in_cell else escape_line_starts(text)

    def block(self, element: Element, look: Look) -> list[Block]:
        tag = element.tag
        if level := heading_level(element):
            return self.heading(element, look, level)
        if tag in {"ul", "ol"}:
            return self.listed(element, look)
        if tag == "table":
            return self.table(element, look)
        if tag == "hr":
            return [Block("rule", "---")]
        if tag == "dl":
            return self.definitions(element, look)
        if listing := code.code_block(element):
            return [Block("code", listing)]
        if tag == "figure" and (image := self.figure(element, look)):
            return [Block("figure", image)]
        if tag == "blockquote" or ITALIC_CLASSES & element.classes:
            return self.quote(element, look)
        inner = self.blocks(element, look)
        return inner or [Block("empty", "")]

    def heading(self, element: Element, look: Look, level: int) -> list[Block]:
        runs = [run for child in element.children for run in runs_of(child, look.inside(element))]
        runs = [Run(" ") if run.kind == BREAK else run for run in runs if run.kind != IMAGE]
        text = write_inline(tidy(runs), line_break=" ", without=frozenset({"bold", "mono"}))
        sign = "#" * min(level + self.shift, 6)
        return [Block("heading", f"{sign} {escape_heading_end(text)}")] if text else []

    def figure(self, element: Element, look: Look) -> str:
        """An image whose title is its caption, or nothing if there is more to it than that."""
        caption = element.one("figcaption")
        runs = [run for image in element.elements() if image.tag == "img" for run in runs_of(image, look)]
        words = " ".join(caption.text().split()) if caption else ""
        if len(runs) != 1 or runs[0].kind != IMAGE or not words or words != " ".join(element.text().split()):
            return ""
        title = replace(runs[0], title=words)
        return self.inline([title])

    def quote(self, element: Element, look: Look) -> list[Block]:
        if ITALIC_CLASSES & element.classes:
            for inner in (element, *element.elements()):
                inner.style["font-style"] = "normal"
        text = join(self.blocks(element, look))
        return [Block("quote", "\n".join(f"> {line}".rstrip() for line in text.split("\n")))] if text else []

    def definitions(self, element: Element, look: Look) -> list[Block]:
        parts: list[str] = []
        for part in element.elements():
            if part.tag not in {"dt", "dd"}:
                continue
            blocks = self.blocks(part, look)
            text = join([replace(block, kind="paragraph") for block in blocks])
            if not text:
                continue
            if part.tag == "dt":
                parts.append(("\n" if parts and parts[-1].startswith(":") else "") + text.replace("\n", " "))
            else:
                parts.append(": " + text.replace("\n", "\n  ").replace("\n  \n", "\n\n"))
        return [Block("definitions", "\n".join(parts))] if parts else []

    def listed(self, element: Element, look: Look) -> list[Block]:
        is_ordered, start = element.tag == "ol", element.attributes.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) <= 9 else 1
        written: list[tuple[str, bool]] = []
        for item in items_of(element):
            marker = f"{number}." if is_ordered else "-"
            content = self.item(item, look.inside(element), len(marker) + 1)
            if content.text:
                written.append((f"{marker} {content.text}", content.is_loose))
                number += 1
        is_loose = any(loose for _text, loose in written)
        text = ("\n\n" if is_loose else "\n").join(text for text, _loose in written)
        return [Block("numbers" if is_ordered else "bullets", text)] if text else []

    def item(self, item: Item, look: Look, width: int) -> Block:
        blocks = [block for block in self.blocks(item.element, look) if block.text]
        for nested in item.lists:
            blocks += self.listed(nested, look)
        blocks = merged(blocks)
        if item.is_done is not None and (not blocks or blocks[0].kind != "paragraph"):
            blocks.insert(0, Block("paragraph", ""))
        is_loose = any(
            after.kind not in {"bullets", "numbers", "code"} or before.kind in {"quote", "table"}
            for before, after in zip(blocks, blocks[1:], strict=False)
        )
        text = ("\n\n" if is_loose else "\n").join(block.text for block in blocks)
        if item.is_done is not None:
            text = f"[{'x' if item.is_done else ' '}] {text}"
        indented = "\n".join(f"{' ' * width}{line}".rstrip() for line in text.split("\n")).lstrip(" ")
        return Block("item", indented, is_loose)

    def table(self, element: Element, look: Look) -> list[Block]:
        if listing := code.code_table(element):
            return [Block("code", listing)]
        if tables.is_layout(element):
            return [block for cell in tables.cells_of(element) for block in self.blocks(cell, look)]

        def text_of(cell: Element, *, is_header: bool) -> str:
            without = self.without | {"bold"} if is_header else self.without
            blocks = merged(Writer(self.shift, without, is_in_cell=True).blocks(cell, look))
            lines = [line for block in blocks for line in block.text.replace("\\\n", "\n").split("\n") if line]
            return "<br>".join(lines)

        text = tables.write_table(element, text_of)
        return [Block("table", text)] if text else []


def heading_level(element: Element) -> int:
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    if "MsoTitle" in element.classes and element.tag == "p":
        return 1
    level = element.attributes.get("aria-level", "")
    return int(level) if element.attributes.get("role") == "heading" and level in set("123456") else 0


def merged(blocks: Sequence[Block]) -> list[Block]:
    """Lines of code become one block. Lines of a text become paragraphs where empty lines separate them."""
    found: list[Block] = []
    has_gaps = has_gap_between_lines(blocks)
    after_gap = False
    for block in blocks:
        last = found[-1] if found else Block("", "")
        if block.kind == "empty":
            after_gap = True
            continue
        if block.kind == last.kind == "mono":
            found[-1] = replace(last, text=f"{last.text}\n{block.text}")
        elif block.kind == last.kind == "line" and has_gaps and not after_gap:
            found[-1] = replace(last, text=f"{last.text}\\\n{block.text}")
        elif block.kind == last.kind and block.kind in {"bullets", "numbers"}:
            found.append(replace(block, text=other_marker(block.text, last.text)))
        else:
            found.append(block)
        after_gap = False
    return [finished(block) for block in found]


def has_gap_between_lines(blocks: Sequence[Block]) -> bool:
    return any(
        before.kind == after.kind == "line" and gap.kind == "empty"
        for before, gap, after in zip(blocks, blocks[1:], blocks[2:], strict=False)
    )


def other_marker(text: str, above: str) -> str:
    """Markdown would read two lists with the same marker as one."""
    if text[0].isdigit():
        end = ")" if re.match(r"\d+\.", above) else "."
        return re.sub(r"(?m)^(\d+)[.)](?= |$)", rf"\1{end}", text)
    return re.sub(r"(?m)^[-*](?= |$)", "*" if above.startswith("-") else "-", text)


def finished(block: Block) -> Block:
    if block.kind == "mono":
        is_block = "\n" in block.text
        return Block("code", code.fenced(block.text)) if is_block else Block("paragraph", code.span(block.text))
    return replace(block, kind="paragraph") if block.kind == "line" else block


def join(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in merged(blocks))
