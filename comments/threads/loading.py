"""The comments of one page of a thread: small threads are read as a whole, of others the page is found by indexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from blog.models import Post
from comments.commenters.viewer import Viewer
from comments.models import Comment
from comments.threads.pagination import Cursor, Order, after
from comments.threads.queries import (
    REPLIES_A_ROOT,
    ROOTS_A_PAGE,
    bound_of,
    first_roots,
    placeholders_of,
    replies_for,
    shown_columns,
    whole_thread,
    with_bounds,
    with_parents,
)
from comments.threads.urls import ThreadPosition

if TYPE_CHECKING:
    from comments.threads.queries import Root

# A thread of so many comments has no replies that don't fit on a page.
SMALL_THREAD = REPLIES_A_ROOT


@dataclass(frozen=True)
class ThreadRows:
    """``partial`` are the roots that have more replies than those. All replies have their root and their parent."""

    roots: list[Comment]
    replies: list[Comment]
    partial: frozenset[int] = frozenset()
    previous: ThreadPosition | None = None
    next: ThreadPosition | None = None


def load_rows(post: Post, viewer: Viewer, position: ThreadPosition) -> ThreadRows:
    """Two queries at most. No roots if there is nothing at the position."""
    if post.comment_count <= SMALL_THREAD and position.after is None and position.replies.after is None:
        return first_page_of_small_thread(post, viewer, position.order)
    return page_of_large_thread(post, viewer, position)


def first_page_of_small_thread(post: Post, viewer: Viewer, order: Order) -> ThreadRows:
    """One query, which costs a tenth of those for a large thread; another one if comments that aren't public have
    replies.
    """
    listed = list(shown_columns(whole_thread(post, viewer), viewer))
    answered = {pk for comment in listed for pk in (comment.root_id, comment.parent_id) if pk}
    if missing := answered - ids(listed):
        listed += shown_columns(placeholders_of(missing), viewer)
    at = {comment.pk: comment for comment in listed}
    rows = sorted((comment for comment in listed if comment.root_id is None), key=order.sort_key)
    roots = rows[:ROOTS_A_PAGE]
    shown = ids(roots)
    replies = []
    for comment in listed:
        # A comment can be deleted, with all replies to it, between the two queries.
        if comment.root_id in shown and comment.parent_id in at:
            comment.parent = at[comment.parent_id]
            replies.append(comment)
    replies.sort(key=Order.OLDEST.sort_key)
    following = ThreadPosition(order, Cursor.of(roots[-1])) if len(rows) > ROOTS_A_PAGE else None
    return ThreadRows(roots, replies, next=following)


def ids(comments: list[Comment]) -> set[int]:
    return {comment.pk for comment in comments}


def page_of_large_thread(post: Post, viewer: Viewer, position: ThreadPosition) -> ThreadRows:
    """Two queries, whose cost doesn't depend on the number of comments."""
    ranges = after(position.after, position.order) if position.after else [Q()]
    found = with_parents(first_roots(post, viewer, position.order, ranges, ROOTS_A_PAGE + 1), viewer)
    rows = list(with_bounds(found, post, position)[: ROOTS_A_PAGE + 1])
    roots = rows[:ROOTS_A_PAGE]
    replies = list(with_parents(replies_for(roots, post, viewer, position.replies), viewer)) if roots else []
    following = ThreadPosition(position.order, Cursor.of(roots[-1])) if len(rows) > ROOTS_A_PAGE else None
    partial = frozenset(root.pk for root in roots if bound_of(root))
    return ThreadRows([*roots], replies, partial, previous_position(roots, position), following)


def previous_position(roots: list[Root], position: ThreadPosition) -> ThreadPosition | None:
    if position.after is None or not roots:
        return None
    first = roots[0]
    if not first.former_pk:
        return ThreadPosition(position.order)
    former = Cursor(first.former_moment, first.former_pk, first.former_likes)
    return ThreadPosition(position.order, former)
