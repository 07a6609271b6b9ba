"""The HTML of the comments of a thread, stored or rendered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.template import Context
from django.template.loader import get_template

from comments.submission.my_comments import status_path
from comments.threads.comment_view import CommentView, ThreadLinks
from comments.threads.fragments import Fragments
from comments.threads.page import ThreadEntry
from comments.threads.skeletons import comment_template, context_of, render_comment


def render_comments(entries: Iterable[ThreadEntry], links: ThreadLinks, fragments: Fragments) -> None:
    """Set ``html`` of the entries and of all replies to them.

    What is the same for everyone is looked up in ``fragments``: all but one's own comments, and those that one likes.
    """
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        waiting += entry.replies
        view = CommentView.of(entry, links)
        own = {"own": entry, "status_url": status_path(entry.comment)} if entry.is_own else {}
        if entry.is_hidden:
            shown = {"id": entry.id, "status": entry.comment.status, **own}
            entry.html = get_template("comments/placeholder.html").render(shown)
        elif own:
            entry.html = comment_template().render(Context(context_of(view) | own))
        elif view.is_liked:
            entry.html = render_comment(view)
        else:
            entry.html = fragments.get(view, partial(render_comment, view))
