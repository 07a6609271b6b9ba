"""The accounts whose names a page of a thread shows, and the badges next to these names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from blog.models import Authorship, Post
from blog.prepared_query import Parameter, PreparedQuery
from comments.commenters.trust import moderators
from comments.models import Comment

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Roles(TypedDict):
        wrote_post: bool
        is_moderator: bool
        has_page: bool


@dataclass(frozen=True)
class Badges:
    """``has_page``: the name is a link to the page with the person's articles."""

    by_author: bool = False
    by_staff: bool = False
    has_page: bool = False


NO_BADGES = Badges()


def load_authors(comments: Iterable[Comment], post: Post) -> Mapping[int | None, Badges]:
    """Set the authors of the comments and of those they reply to. Returns the badges of each account.

    One query; none if all of them are guests.
    """
    shown = [each for comment in comments for each in (comment, comment.parent) if each]
    ids = {comment.author_id for comment in shown if comment.author_id}
    if not ids:
        return {}
    places = 1 << (len(ids) - 1).bit_length()
    accounts = zip(account_names(places), chain(ids, repeat(min(ids))), strict=False)
    found = authors_query(places)(post=post.pk, now=timezone.now(), **dict(accounts))
    users = cast("dict[int, WithAnnotations[User, Roles]]", {user.pk: user for user in found})
    for comment in shown:
        if comment.author_id:
            comment.author = users.get(comment.author_id)  # None if it was deleted after the comments were read
    return {pk: Badges(user.wrote_post, user.is_moderator, user.has_page) for pk, user in users.items()}


@cache
def authors_query(places: int) -> PreparedQuery[User]:
    """Finds as many accounts as there are places: a power of two, so that there are few different queries."""
    post, now = Parameter("post", BigIntegerField()), Parameter("now", DateTimeField())
    accounts: list[Any] = [Parameter(name, BigIntegerField()) for name in account_names(places)]
    roles = {
        "wrote_post": Authorship.objects.filter(post=post, author=OuterRef("pk")),
        "is_moderator": moderators().filter(pk=OuterRef("pk")),
        "has_page": Post.objects.published(now).filter(authorships__author=OuterRef("pk")),
    }
    found = User.objects.filter(pk__in=accounts).only("display_name", "slug")
    return PreparedQuery(found.annotate(**{name: Exists(rows) for name, rows in roles.items()}))


def account_names(places: int) -> list[str]:
    return [f"account{number}" for number in range(places)]
