"""Versions of cache tags. Every public change increments the versions of the tags that it affects.

``site``      the settings that every page shows
``posts``     which articles are published, and what cards, feeds and article pages show of them
``post:ID``   the number of comments of an article, which cards show, too; ``related:ID`` its related articles
``comments``  any thread; ``comments:ID`` the thread of one article; ``likes:ID`` the likes in it
``users``     the public name and badge of any user; ``user:ID`` those of one user
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, Expression, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import user_key
from blog.cache.purging import request_purge
from blog.models.page_version import PageVersion

# The common tag, which every change increments. Comparing it before and after rendering shows whether anything changed.
ANY_CHANGE = "any"
OUTER_RELATED = Concat(Value("related:"), Cast(OuterRef("pk"), CharField()))

MAX_USERS = 50  # more tags than that would make a header too long for proxies

INCREMENT = """
    INSERT INTO blog_pageversion (tag, version) VALUES (%s, 1)
    ON CONFLICT (tag) DO UPDATE SET version = blog_pageversion.version + 1
"""


def invalidate(*tags: str) -> None:
    """Make all cached pages with any of the tags stale. Call it near the end of the change's transaction.

    Does nothing without tags. The rows are locked until the commit. The common tag is always locked first, so that
    concurrent changes can't deadlock. Shared caches (PURGE_URLS) are told after the commit.
    """
    if not tags:
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(INCREMENT, [[tag] for tag in (ANY_CHANGE, *sorted(set(tags)))])
        if settings.PURGE_URLS:
            request_purge(set(tags))


def user_tags(ids: Iterable[int | None]) -> set[str]:
    """The tags of a page that shows these users. Guests are None, and are ignored."""
    tags = {user_key(pk) for pk in ids if pk}
    return tags if len(tags) <= MAX_USERS else {"users"}


def current_versions(tags: Iterable[str]) -> dict[str, int]:
    """The version of each tag, 0 if it never changed. One query."""
    versions = dict.fromkeys(tags, 0)
    if not versions:
        return {}
    places = ", ".join(["%s"] * len(versions))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tag, version FROM blog_pageversion WHERE tag IN ({places})", list(versions))  # noqa: S608
        versions.update(cursor.fetchall())
    return versions


def version_of(tag: Expression) -> Coalesce:
    """An annotation with the version of a tag, read together with the row. It is 0 if the tag never changed."""
    return Coalesce(Subquery(PageVersion.objects.filter(tag=tag).values("version")), 0)
