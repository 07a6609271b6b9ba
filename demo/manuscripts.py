"""Reads the demo articles from Markdown files with front matter (demo/articles/*.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from blog.importing import front_matter, read_markdown
from blog.importing.article import Article
from blog.models import Post

FOLDER = Path(__file__).resolve().parent / "articles"
IMAGE = re.compile(r"!\[(?P<alt>[^\]]+)\]\(demo:(?P<name>[\w-]+)")


@dataclass(frozen=True)
class Manuscript:
    """A negative ``days_ago`` schedules the article; ``images`` maps names of drawings to alt texts.

    An article may have been published under another slug, and with other words in one place, which were revised later.
    """

    article: Article
    days_ago: int
    first_slug: str
    first_words: str
    revised_words: str
    revised_days_ago: int | None
    correction: str
    cover_alt: str
    images: dict[str, str]

    @property
    def slug(self) -> str:
        return self.article.slug

    def published_at(self, now: datetime) -> datetime:
        """A different time of the morning for each article."""
        return morning(now, self.days_ago, minutes=37 * len(self.slug))

    def revised_at(self, now: datetime) -> datetime | None:
        return None if self.revised_days_ago is None else morning(now, self.revised_days_ago)

    def first_version(self, body: str) -> str:
        return body.replace(self.revised_words, self.first_words) if self.revised_words else body

    def draft(self, now: datetime) -> Post:
        """An unsaved post, written five days before its publication."""
        article = self.article
        return Post(
            title=article.title,
            slug=self.first_slug or article.slug,
            standfirst=article.standfirst,
            body=article.body,
            language=article.language or ("" if settings.LANGUAGE_CODE.startswith("en") else "en"),
            created_at=min(now, self.published_at(now)) - timedelta(days=5),
            cta_label=article.cta_label,
            cta_url=article.cta_url,
        )


def morning(now: datetime, days_ago: int, *, minutes: int = 0) -> datetime:
    """A time between 6 and 10 a.m. on that day, in the time zone of the site."""
    day = timezone.localtime(now) - timedelta(days=days_ago)
    return day.replace(hour=6 + minutes // 60 % 4, minute=minutes % 60, second=0, microsecond=0)


def read_manuscripts() -> list[Manuscript]:
    return [read_manuscript(path) for path in sorted(FOLDER.glob("*.md"))]


def read_manuscript(path: Path) -> Manuscript:
    source = path.read_text(encoding="utf-8")
    values, _body = front_matter.split(source)
    texts = {key: front_matter.join_list(value) for key, value in values.items()}
    revised = texts.get("revised_days_ago")
    article = read_markdown(source)
    return Manuscript(
        article=article,
        days_ago=int(texts["days_ago"]),
        first_slug=texts.get("first_slug", ""),
        first_words=texts.get("first_words", ""),
        revised_words=texts.get("revised_words", ""),
        revised_days_ago=int(revised) if revised else None,
        correction=texts.get("correction", ""),
        cover_alt=texts.get("cover_alt", ""),
        images={found["name"]: found["alt"] for found in IMAGE.finditer(article.body)},
    )
