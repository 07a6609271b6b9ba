"""The address of a place in a thread: its page, its part of a long thread, the comment answered."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict

from blog.models import Post
from comments.threads import FIRST_REPLIES, RepliesChoice

LONGEST_NUMBER = 15


def number_in(text: str) -> int:
    """A whole number as people type it, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def page_asked(query: QueryDict) -> int:
    return number_in(query.get("comments", ""))


def replies_asked(query: QueryDict) -> RepliesChoice:
    """``replies=ROOT-NUMBER``; anything else is the first part of every thread."""
    root, _, number = query.get("replies", "").partition("-")
    choice = RepliesChoice(number_in(root), number_in(number))
    return choice if choice.root_id and choice.number else FIRST_REPLIES


def thread_address(
    post: Post, *, page: int = 1, replies: RepliesChoice = FIRST_REPLIES, reply: int = 0, fragment: str = "comments"
) -> str:
    parameters: dict[str, object] = {}
    if page > 1:
        parameters["comments"] = page
    if replies.number > 1:
        parameters["replies"] = f"{replies.root_id}-{replies.number}"
    if reply:
        parameters["reply"] = reply
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{post.get_absolute_url()}{query}#{fragment}"
