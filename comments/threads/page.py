"""A page of a thread as a reader sees it, in two queries that cost the same for any number of comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from blog.models import Post
from comments.commenters.viewer import Viewer
from comments.models import Comment
from comments.threads.pagination import Cursor, Order, after, before, earlier
from comments.threads.queries import (
    REPLIES_A_ROOT,
    ROOTS_A_PAGE,
    bound_of,
    first_roots,
    replies_for,
    with_bounds,
    with_writers,
)
from comments.threads.urls import FIRST_REPLIES, START, RepliesChoice, ThreadPosition

if TYPE_CHECKING:
    from comments.threads.queries import Root

Status = Comment.Status
JUST_SENT = timedelta(minutes=2)


@dataclass
class ThreadEntry:
    """A comment with what hangs under it. Hidden ones only keep the place of their replies."""

    comment: Comment
    is_own: bool
    replies: list[ThreadEntry] = field(default_factory=list)
    more_replies: bool = False
    earlier_replies: bool = False
    can_change: bool = False
    last_reply: Comment | None = None

    @property
    def is_hidden(self) -> bool:
        return self.comment.status != Status.APPROVED and not self.waits_for_approval

    @property
    def waits_for_approval(self) -> bool:
        return self.is_own and self.comment.status == Status.HELD

    @property
    def was_just_sent(self) -> bool:
        """For so long the reader who sent or changed it is told what became of it."""
        last_change = self.comment.edited_at or self.comment.created_at
        return self.is_own and last_change > timezone.now() - JUST_SENT

    @property
    def parent_name(self) -> str:
        """Whom it answers; empty when that comment is not public any more."""
        parent = self.comment.parent
        return parent.shown_name if parent and parent.status == Status.APPROVED else ""


@dataclass(frozen=True)
class ThreadPage:
    """``previous`` and ``next`` are the places behind which the pages around this one begin."""

    entries: list[ThreadEntry]
    previous: ThreadPosition | None = None
    next: ThreadPosition | None = None

    @property
    def account_ids(self) -> set[int | None]:
        """Whose names and badges it shows: of writers and of whom they answer."""
        shown = [entry.comment for root in self.entries for entry in (root, *all_replies(root))]
        answered = [comment.parent for comment in shown if comment.parent]
        return {comment.author_id for comment in [*shown, *answered]}


def all_replies(entry: ThreadEntry) -> Iterator[ThreadEntry]:
    for reply in entry.replies:
        yield reply
        yield from all_replies(reply)


def thread_page(
    post: Post, reader: Viewer, place: ThreadPosition = START, *, changeable_since: datetime | None = None
) -> ThreadPage:
    """The page of a place, or the first one when nothing is there. Two queries.

    Writers may still change what they wrote after ``changeable_since``.
    """
    pieces = after(place.after, place.order) if place.after else [Q()]
    found = with_writers(first_roots(post, reader, place.order, pieces, ROOTS_A_PAGE + 1), reader)
    rows = list(with_bounds(found, post, place)[: ROOTS_A_PAGE + 1])
    if not rows and place.after:
        return thread_page(post, reader, ThreadPosition(place.order), changeable_since=changeable_since)
    roots = rows[:ROOTS_A_PAGE]
    entries = [entry_of(root, reader, changeable_since) for root in roots]
    for root, entry in zip(roots, entries, strict=True):
        entry.more_replies = bound_of(root) is not None
        entry.earlier_replies = root.pk == place.replies.root_id
    hang_up(entries, with_writers(replies_for(roots, post, reader, place.replies), reader), reader, changeable_since)
    following = ThreadPosition(place.order, Cursor.of(roots[-1])) if len(rows) > ROOTS_A_PAGE else None
    return ThreadPage(entries, previous_place(roots, place), following)


def previous_place(roots: list[Root], place: ThreadPosition) -> ThreadPosition | None:
    if place.after is None or not roots:
        return None
    first = roots[0]
    if not first.former_pk:
        return ThreadPosition(place.order)
    former = Cursor(first.former_moment, first.former_pk, first.former_likes)
    return ThreadPosition(place.order, former)


def entry_of(comment: Comment, reader: Viewer, changeable_since: datetime | None) -> ThreadEntry:
    own = comment.pk in reader.own_ids or (reader.account is not None and comment.author_id == reader.account.pk)
    recent = changeable_since is not None and comment.created_at > changeable_since
    return ThreadEntry(comment, is_own=own, can_change=recent and reader.owns(comment))


def hang_up(
    entries: list[ThreadEntry], replies: Iterable[Comment], reader: Viewer, changeable_since: datetime | None
) -> None:
    """Put each reply under what it answers; one level deeper at most, or under the root when that is not here."""
    at_root = {entry.comment.pk: entry for entry in entries}
    holders = dict(at_root)
    for reply in replies:
        entry = entry_of(reply, reader, changeable_since)
        root = at_root[reply.root_id or 0]
        holder = holders.get(reply.parent_id or 0, root)
        holder.replies.append(entry)
        # What answers a reply of a reply stands beside it.
        holders[reply.pk] = entry if holder is root else holder
        root.last_reply = reply


def place_of(comment: Comment, reader: Viewer, order: Order = Order.OLDEST) -> ThreadPosition:
    """Where a comment stands in the thread that ``reader`` sees: the first page, or one with it in the middle.

    Two queries, and nothing is counted.
    """
    root = comment.root or comment
    above = first_roots(comment.post, reader, order, before(Cursor.of(root), order), ROOTS_A_PAGE, back=True)
    after = middle_of(above[:ROOTS_A_PAGE], ROOTS_A_PAGE)
    if comment.root_id is None:
        return ThreadPosition(order, after)
    replies = Comment.objects.filter(
        earlier(Cursor.of(comment)), post=comment.post, status=Status.APPROVED, root=root
    ).order_by("-created_at", "-pk")
    passed = middle_of(replies[:REPLIES_A_ROOT], REPLIES_A_ROOT)
    return ThreadPosition(order, after, RepliesChoice(root.pk, passed) if passed else FIRST_REPLIES)


def middle_of(above: QuerySet[Comment], full: int) -> Cursor | None:
    """The place half a page back; nothing when all of it fits on the first page."""
    found = list(above.only("created_at", "likes_count"))
    return Cursor.of(found[full // 2 - 1]) if len(found) == full else None
