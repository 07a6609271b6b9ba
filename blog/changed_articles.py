"""Which articles will look different when they are rendered by the current rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from blog.models import Post
from blog.posts import rendered_sections
from blog.rendering import FINGERPRINT, Unrenderable, visible_blocks


@dataclass(frozen=True)
class ChangedArticle:
    """``blocks`` is the number of paragraphs, lists and so on that change; ``error`` says why none can be rendered."""

    post: Post
    blocks: int
    diff: list[str]
    error: str = ""


def changed_articles() -> Iterator[ChangedArticle]:
    """The articles with outdated HTML that changes visibly. Nothing is stored. Three queries per article."""
    for post in Post.objects.exclude(render_fingerprint=FINGERPRINT).order_by("pk").iterator(chunk_size=100):
        if change := change_of(post):
            yield change


def change_of(post: Post) -> ChangedArticle | None:
    stored = post.sections.order_by("position").values_list("level", "heading_html", "html")
    before = [block for section in stored for block in blocks_of(*section)]
    try:
        after = [
            block for part in rendered_sections(post) for block in blocks_of(part.level, part.heading_html, part.html)
        ]
    except Unrenderable as error:
        return ChangedArticle(post, len(before), [], str(error))
    lines = [line for line in unified_diff(before, after, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")]
    removed = sum(line.startswith("-") for line in lines)
    return ChangedArticle(post, max(removed, len(lines) - removed), lines) if lines else None


def blocks_of(level: int, heading: str, html: str) -> list[str]:
    return ([f"<h{level}>{heading}</h{level}>"] if level else []) + visible_blocks(html)
