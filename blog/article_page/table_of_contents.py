from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Section

FEWEST = 3


@dataclass
class Entry:
    section: Section
    children: list[Section] = field(default_factory=list)


def contents_list(sections: Iterable[Section]) -> list[Entry]:
    """The headings of an article in two levels; empty for a text with fewer than FEWEST."""
    headed = [section for section in sections if section.level]
    if len(headed) < FEWEST:
        return []
    entries: list[Entry] = []
    for section in headed:
        if section.level == 2 or not entries:
            entries.append(Entry(section))
        else:
            entries[-1].children.append(section)
    return entries
