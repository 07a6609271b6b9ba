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
    """A negative ``days_ago`` schedules the article; ``images`` maps names of drawings to alt texts."""

    article: Article
    days_ago: int
    revised_days_ago: int | None
    cover_alt: str
    images: dict[str, str]

    @property
    def slug(self) -> str:
        return self.article.slug

    def post(self, now: datetime) -> Post:
        """Return an unsaved post, published at a different time of the morning for each article."""
        article = self.article
        published_at = morning(now, self.days_ago, minutes=37 * len(self.slug))
        return Post(
            title=article.title,
            slug=article.slug,
            standfirst=article.standfirst,
            body=article.body,
            language=article.language or ("" if settings.LANGUAGE_CODE.startswith("en") else "en"),
            status=article.status,
            published_at=published_at if article.status in Post.READABLE else None,
            revised_at=None if self.revised_days_ago is None else morning(now, self.revised_days_ago),
            created_at=min(now, published_at) - timedelta(days=5),
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
    revised = values.get("revised_days_ago")
    article = read_markdown(source)
    return Manuscript(
        article=article,
        days_ago=int(front_matter.join_list(values["days_ago"])),
        revised_days_ago=int(front_matter.join_list(revised)) if revised else None,
        cover_alt=front_matter.join_list(values.get("cover_alt", "")),
        images={found["name"]: found["alt"] for found in IMAGE.finditer(article.body)},
    )
