"""Which cached pages are current: every public change raises the version of the tags that it touches.

``site``      settings that every page shows
``posts``     which articles are published, and what cards, feeds and article pages show of them
``post:ID``   what is derived from others for one article: its number of comments, its related articles
``comments``  any thread; ``comments:ID`` the thread of one article; ``likes:ID`` the likes in it
``users``     any person's public name and badge; ``user:ID`` one person's
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import CharField, Expression, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import user_key
from blog.models.page_version import PageVersion

# Raised by every change. Whoever renders a page compares it before and after: nothing public changed in between.
ANY_CHANGE = "any"
SITE, POSTS = Value("site"), Value("posts")
OUTER_POST = Concat(Value("post:"), Cast(OuterRef("pk"), CharField()))

MOST_USERS = 50  # more tags than that would make a header too long for proxies

RAISE = """
    INSERT INTO blog_pageversion (tag, version) VALUES (%s, 1)
    ON CONFLICT (tag) DO UPDATE SET version = blog_pageversion.version + 1
"""


def invalidate(*tags: str) -> None:
    """Make every cached page that carries one of the tags stale. Call it inside the change's transaction, late.

    Without tags nothing public has changed. The rows stay locked until the commit. The common tag is always locked
    first, so two changes wait for each other here and cannot deadlock, whatever tags they raise and however often.
    """
    if not tags:
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(RAISE, [[tag] for tag in (ANY_CHANGE, *sorted(set(tags)))])


def user_tags(ids: Iterable[int | None]) -> set[str]:
    """The tags of a page that shows these accounts; None is somebody without one."""
    tags = {user_key(pk) for pk in ids if pk}
    return tags if len(tags) <= MOST_USERS else {"users"}


def current_versions(tags: Iterable[str]) -> dict[str, int]:
    """The version of each tag, 0 if it never changed. One query."""
    versions = dict.fromkeys(tags, 0)
    versions.update(PageVersion.objects.filter(tag__in=versions).values_list("tag", "version"))
    return versions


def version_of(tag: Expression) -> Coalesce:
    """For an annotation: the version of a tag at the same moment as the row it is read with; 0 if it never changed."""
    return Coalesce(Subquery(PageVersion.objects.filter(tag=tag).values("version")), 0)
