from dataclasses import dataclass, field
from datetime import datetime


class ArticleRefused(ValueError):
    """The text can't become an article. The message says why and what to do."""


@dataclass
class Article:
    """``pieces`` lists (kind, text) for each recognised part, ``left_out`` lists (reason, text) for the rest."""

    title: str = ""
    body: str = ""
    standfirst: str = ""
    language: str = ""
    slug: str = ""
    status: str = ""
    date: datetime | None = None
    cta_label: str = ""
    cta_url: str = ""
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pieces: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(piece.startswith(kind) for piece, _text in self.pieces)
