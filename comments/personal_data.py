"""Exports and erases the personal data in the comments app."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User, user_key
from accounts.personal_data.registry import DataProvider, register
from blog.cache.versions import invalidate
from comments.models import Comment, CommenterRule, Decision, Like, ModerationMailOptOut, Report, Subscription
from comments.moderation.decide import recount
from comments.reactions.likes import recount_likes


def collect(person: User) -> dict[str, Any]:
    reader = user_key(person.pk)
    written = Comment.objects.filter(author=person)
    return {
        "comments": list(written.values("post__title", "post__slug", "body", "status", "created_at", "edited_at")),
        "subscriptions": list(
            Subscription.objects.filter(user=person).values("post__title", "post__slug", "kind", "created_at")
        ),
        "moderation_mail_turned_off": list(ModerationMailOptOut.objects.filter(user=person).values("created_at")),
        "likes": list(Like.objects.filter(reader=reader).values("comment", "created_at")),
        "reports": list(Report.objects.filter(reader=reader).values("comment", "reason", "text", "created_at")),
        "decisions": list(Decision.objects.filter(by=person).values("comment", "before", "after", "why", "at")),
    }


def erase(person: User, delete_comments: bool) -> None:
    """Comments are deleted or made anonymous. Those with replies are emptied, so that the replies keep their place."""
    reader = user_key(person.pk)
    liked_on = remove_likes(reader)
    Report.objects.filter(reader=reader).update(reader=f"gone:{person.pk}", text="", network="")
    CommenterRule.objects.filter(of=CommenterRule.Target.ACCOUNT, value=str(person.pk)).delete()
    written = Comment.objects.filter(author=person)
    posts = set(written.order_by().values_list("post", flat=True))
    if delete_comments:
        replies = Comment.objects.filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))
        while unanswered := list(written.filter(~Exists(replies)).values_list("pk", flat=True)):
            Comment.objects.filter(pk__in=unanswered).delete()
        written.update(status=Comment.Status.REMOVED, body="", html="")
    Decision.objects.filter(comment__author=person, via=Decision.Via.WRITER).update(why="")
    written.update(author=None, name=_("Former member"), email="", network="")
    recount(*posts)
    if liked_on:
        invalidate(*(f"likes:{post}" for post in liked_on))


def remove_likes(reader: str) -> set[int]:
    """Returns the articles whose like counts changed. Four queries for any number of likes."""
    liked = Comment.objects.filter(pk__in=list(Like.objects.filter(reader=reader).values_list("comment", flat=True)))
    posts = dict(liked.order_by().values_list("pk", "post"))
    Like.objects.filter(reader=reader).delete()
    recount_likes(*posts)
    return set(posts.values())


register(
    DataProvider(
        "comments",
        on_delete={
            "comments.Comment.author": "erased, or kept without the person",
            "comments.Comment.decided_by": "kept without the person",
            "comments.Decision.by": "kept without the person",
            "comments.ModerationMailOptOut.user": "erased",
            "comments.CommenterRule.by": "kept without the person",
            "comments.Subscription.user": "erased",
        },
        collect=collect,
        erase=erase,
    )
)
