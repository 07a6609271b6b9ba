"""What a comment shows to readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlencode
from zlib import crc32

from django.urls import reverse

from blog.models import Post
from blog.templatetags.initials import initial
from comments.models import Comment
from comments.threads.page import ThreadEntry
from comments.threads.urls import ThreadPosition

AVATAR_COLOURS = 6  # as many as static/css/components/comment-avatar.css defines


@dataclass(frozen=True)
class ThreadLinks:
    """What the URLs in a thread begin with. ``reply`` is empty if no comments are accepted."""

    comments: str
    reply: str = ""

    @classmethod
    def of(cls, post: Post, position: ThreadPosition, path: str, *, is_open: bool) -> ThreadLinks:
        """For the page at the unquoted ``path``: on the article's own page, links to it can be short."""
        any_comment = reverse("comments:permalink", args=[0])
        own = post.get_absolute_url()
        query = urlencode([*position.parameters.items(), ("reply", "")])
        page = "" if path == unquote(own) else own
        return cls(any_comment.removesuffix("0/"), f"{page}?{query}" if is_open else "")


class CommentView(NamedTuple):
    """What ``comments/comment.html`` shows to everyone but the author. See ``skeletons.py``."""

    id: str
    name: str
    initials: str
    colour: str
    profile: str
    badge: str
    created_at: datetime
    is_edited: bool
    parent_id: str
    parent_name: str
    html: str
    likes: int
    is_liked: bool
    reply_url: str
    comments_url: str

    @classmethod
    def of(cls, entry: ThreadEntry, links: ThreadLinks) -> CommentView:
        comment, badges = entry.comment, entry.badges
        name = comment.shown_name
        return cls(
            id=entry.id,
            name=name,
            initials=initials_of(name),
            colour=str(avatar_colour(comment)),
            profile=comment.author.get_absolute_url() if badges.has_page and comment.author else "",
            badge="author" if badges.by_author else "staff" if badges.by_staff else "",
            created_at=comment.created_at,
            is_edited=comment.edited_at is not None,
            parent_id=str(comment.parent_id or ""),
            parent_name=entry.parent_name,
            html=comment.html,
            likes=comment.likes_count,
            is_liked=getattr(comment, "liked", False),
            reply_url="" if entry.is_pending else links.reply,
            comments_url=links.comments,
        )


def avatar_colour(comment: Comment) -> int:
    """Derived from the account of a member and from the name of a guest."""
    identity = f"account {comment.author_id}" if comment.author_id else comment.shown_name.casefold()
    return crc32(identity.encode()) % AVATAR_COLOURS


def initials_of(name: str) -> str:
    """Of the first and the last word; ¶ for a name without letters and digits."""
    words = [word for word in name.split() if any(map(str.isalnum, word))]
    ends = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(map(initial, ends)) or "¶"
