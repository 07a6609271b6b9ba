"""Tables of texts, spreadsheets and web pages. Tables that only arrange a page are read cell by cell."""

from __future__ import annotations

from typing import Protocol

from blog.importing.html.element import Element
from blog.importing.html.escape import in_cell

NOT_IN_CELLS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "hr"})
MAX_COLUMNS, MAX_CELLS = 100, 20_000
ALIGNED = {"right": "--:", "end": "--:", "center": ":-:", "left": "---", "start": "---"}


class TextOf(Protocol):
    def __call__(self, cell: Element, /, *, is_header: bool) -> str: ...


def rows_of(table: Element) -> list[Element]:
    """The rows of a table, without those of tables in its cells."""
    rows: list[Element] = []
    for part in table.parts():
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in {"thead", "tbody", "tfoot"}:
            rows += rows_of(part)
    return rows


def cells_of(table: Element) -> list[Element]:
    return [cell for row in rows_of(table) for cell in row.parts() if cell.tag in {"td", "th"}]


def is_layout(table: Element) -> bool:
    return (
        table.attributes.get("role") in {"presentation", "none"}
        or len([cell for cell in cells_of(table) if not cell.is_empty()]) < 2
        or table.one("table") is not None
        or (is_column(table) and any(inner.tag in NOT_IN_CELLS for inner in table.elements()))
    )


def is_column(table: Element) -> bool:
    return all(len(row.parts()) < 2 for row in rows_of(table))


def write_table(table: Element, text_of: TextOf) -> str:
    """The first row is the header. Merged cells are followed by empty ones."""
    rows: list[dict[int, tuple[str, str]]] = []
    spans: dict[int, int] = {}  # of a column: how many more rows a cell above covers
    for row in rows_of(table):
        cells: dict[int, tuple[str, str]] = {}
        covered = {at: left - 1 for at, left in spans.items() if left > 1}
        column = 0
        for cell in row.parts():
            while spans.get(column):
                column += 1
            if column >= MAX_COLUMNS:
                break
            if text := in_cell(text_of(cell, is_header=not any(rows))):
                cells[column] = text, alignment_of(cell, row)
            width = min(span_of(cell, "colspan"), MAX_COLUMNS - column)
            covered |= dict.fromkeys(range(column, column + width), span_of(cell, "rowspan") - 1)
            column += width
        spans = covered
        rows.append(cells)
    return written([cells for cells in rows if cells], caption_of(table, text_of))


def written(rows: list[dict[int, tuple[str, str]]], caption: str) -> str:
    width = max((max(cells) + 1 for cells in rows), default=0)
    if not width or width * len(rows) > MAX_CELLS:
        return ""
    marks = [mark_of([cells[column][1] for cells in rows[1:] if column in cells]) for column in range(width)]
    texts = [[cells[column][0] if column in cells else "" for column in range(width)] for cells in rows]
    lines = [f"| {' | '.join(line)} |" for line in (texts[0], marks, *texts[1:])]
    return "\n".join([*lines, f": {caption}"] if caption else lines)


def mark_of(alignments: list[str]) -> str:
    """The delimiter of a column: aligned if all cells below the header that say something say the same."""
    said = {ALIGNED[alignment] for alignment in alignments if alignment in ALIGNED}
    return said.pop() if len(said) == 1 else "---"


def alignment_of(cell: Element, row: Element) -> str:
    inner = cell.parts()[0] if len(cell.parts()) == 1 else cell
    for element in (inner, cell, row):
        if found := element.style.get("text-align") or element.attributes.get("align", "").lower():
            return found
    return "left"


def span_of(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "1")
    return min(max(int(value), 1), MAX_COLUMNS) if value.isdecimal() and len(value) < 5 else 1


def caption_of(table: Element, text_of: TextOf) -> str:
    caption = next((part for part in table.parts() if part.tag == "caption"), None)
    return text_of(caption, is_header=False).replace("<br>", " ") if caption else ""
