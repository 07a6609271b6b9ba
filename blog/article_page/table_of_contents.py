from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Section

MIN_HEADINGS = 3


@dataclass
class TocEntry:
    section: Section
    children: list[Section] = field(default_factory=list)


def table_of_contents(sections: Iterable[Section]) -> list[TocEntry]:
    """The headings of an article in two levels; empty if there are fewer than MIN_HEADINGS."""
    headed = [section for section in sections if section.level]
    if len(headed) < MIN_HEADINGS:
        return []
    entries: list[TocEntry] = []
    for section in headed:
        if section.level == 2 or not entries:
            entries.append(TocEntry(section))
        else:
            entries[-1].children.append(section)
    return entries
