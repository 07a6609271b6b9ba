"""The accounts whose names a page of a thread shows, and the badges next to these names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef

from accounts.models import User
from blog.models import Authorship, Post
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


@cache
def is_moderator() -> Exists:
    """Built once, because that takes longer than the query."""
    return Exists(moderators().filter(pk=OuterRef("pk")))


def load_authors(comments: Iterable[Comment], post: Post) -> Mapping[int | None, Badges]:
    """Set the authors of the comments and of those they reply to. Returns the badges of each account.

    One query; none if all of them are guests.
    """
    shown = [each for comment in comments for each in (comment, comment.parent) if each]
    ids = {comment.author_id for comment in shown if comment.author_id}
    if not ids:
        return {}
    found = (
        User.objects.only("display_name", "slug")
        .filter(pk__in=ids)
        .annotate(
            wrote_post=Exists(Authorship.objects.filter(post=post, author=OuterRef("pk"))),
            is_moderator=is_moderator(),
            has_page=Exists(Post.objects.published().filter(authorships__author=OuterRef("pk"))),
        )
    )
    users = cast("dict[int, WithAnnotations[User, Roles]]", {user.pk: user for user in found})
    for comment in shown:
        if comment.author_id:
            comment.author = users.get(comment.author_id)  # None if it was deleted after the comments were read
    return {pk: Badges(user.wrote_post, user.is_moderator, user.has_page) for pk, user in users.items()}
