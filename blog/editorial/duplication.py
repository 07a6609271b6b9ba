from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from blog.drafts import show_draft
from blog.models import Draft, Post
from blog.models.slug_field import unused_slug
from blog.posts import save_post

COPIED = (
    "standfirst",
    "body",
    "language",
    "cover",
    "series",
    "series_position",
    "cta_label",
    "cta_url",
    "comments_open",
    "comment_policy",
)


def duplicate(post: Post, user: User) -> Post:
    """A new draft by the user with the text that they see in the editor: that of their draft, or what is stored.

    Tags, cover and series are the same. Dates, notes about updates, comments and the byline aren't copied.
    Raises Unrenderable.
    """
    with transaction.atomic():
        draft = Draft.objects.of(post, user)
        if draft:
            show_draft(post, draft.fields)
        title = (_("Copy of %(title)s") % {"title": post.title})[:200]
        copy = Post(
            title=title, slug=unused_slug(Post, title, "copy"), **{name: getattr(post, name) for name in COPIED}
        )
        save_post(copy, authors=[user], tags=post.tags.all(), user=user)
        return copy
