"""An article without its comments: the same for every reader, and so made once for those who are known here, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from blog.kept import keep, kept
from blog.models import Post, Section, Site
from blog.models.post import load_bylines
from blog.public_pages import next_change
from blog.surroundings import Surroundings, surroundings


@dataclass(frozen=True)
class PrintedArticle:
    """``until``: when an article appears or expires next, which may stand beside this one."""

    post: Post
    site: Site
    sections: list[Section]
    around: Surroundings
    until: datetime | None = None


def printed(post: Post, site: Site) -> PrintedArticle:
    """Of a post from ``for_reading``. Four queries."""
    prefetch_related_objects([post], "tags")
    around = surroundings(post, site.related_count)
    load_bylines([post, *around.related])
    return PrintedArticle(post, site, list(post.sections.defer("text")), around)


def printed_once(post: Post) -> PrintedArticle:
    """Of a readable post from ``for_reading``; kept while the versions that came with it stand.

    No query, or six. What is looked up after the versions is never older than they say.
    """
    key = f"article:{post.pk}:{post.site_version}:{post.own_version}"  # type: ignore[attr-defined]
    now = timezone.now()
    found: PrintedArticle | None = kept(key)
    if found is None or (found.until is not None and found.until <= now):
        found = replace(printed(post, Site.current()), until=next_change(now))
        keep(key, found)
    return found
