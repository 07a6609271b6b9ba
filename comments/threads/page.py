"""One page of a thread, as a viewer sees it. The cost of its queries does not depend on the number of comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from blog.models import Post
from comments.commenters.viewer import Viewer
from comments.models import Comment
from comments.threads.authors import NO_BADGES, Badges, load_authors
from comments.threads.loading import load_rows
from comments.threads.pagination import Cursor, Order, before, earlier
from comments.threads.queries import REPLIES_A_ROOT, ROOTS_A_PAGE, first_roots
from comments.threads.urls import FIRST_REPLIES, START, RepliesChoice, ThreadPosition

Status = Comment.Status
JUST_SENT = timedelta(minutes=2)


@dataclass
class ThreadEntry:
    """A comment with its replies. A hidden comment is a placeholder above its replies.

    ``html`` is set by ``comments.threads.rendering``; it doesn't contain the replies.
    """

    comment: Comment
    is_own: bool
    badges: Badges = NO_BADGES
    replies: list[ThreadEntry] = field(default_factory=list)
    more_replies: bool = False
    earlier_replies: bool = False
    can_change: bool = False
    last_reply: Comment | None = None
    html: str = ""

    @property
    def id(self) -> str:
        """The primary key, as text that templates don't have to format as a number."""
        return str(self.comment.pk)

    @property
    def is_hidden(self) -> bool:
        return self.comment.status != Status.APPROVED and not self.is_pending

    @property
    def is_pending(self) -> bool:
        return self.is_own and self.comment.status == Status.HELD

    @property
    def was_just_sent(self) -> bool:
        """Whether the viewer sent or edited it in the last two minutes, so its state is announced to them."""
        last_change = self.comment.edited_at or self.comment.created_at
        return self.is_own and last_change > timezone.now() - JUST_SENT

    @property
    def parent_name(self) -> str:
        """The author of the comment it replies to; empty if that comment is not public."""
        parent = self.comment.parent
        return parent.shown_name if parent and parent.status == Status.APPROVED else ""


@dataclass(frozen=True)
class ThreadPage:
    """``previous`` and ``next`` are the positions of the neighbouring pages, if any."""

    entries: list[ThreadEntry]
    previous: ThreadPosition | None = None
    next: ThreadPosition | None = None

    @property
    def account_ids(self) -> set[int | None]:
        """The accounts whose names it shows: the authors of the comments and of the comments they reply to."""
        shown = [entry.comment for root in self.entries for entry in (root, *all_replies(root))]
        answered = [comment.parent for comment in shown if comment.parent]
        return {comment.author_id for comment in [*shown, *answered]}


def all_replies(entry: ThreadEntry) -> Iterator[ThreadEntry]:
    for reply in entry.replies:
        yield reply
        yield from all_replies(reply)


def thread_page(
    post: Post, viewer: Viewer, position: ThreadPosition = START, *, changeable_since: datetime | None = None
) -> ThreadPage:
    """The page at a position, or the first page if there is nothing at it. Three queries at most, none if it is empty.

    ``post.comment_count`` has to be current. Viewers may edit their comments that are newer than ``changeable_since``.
    """
    if viewer.is_anonymous() and not post.comment_count:
        return ThreadPage([])
    rows = load_rows(post, viewer, position)
    if not rows.roots and position.after:
        return thread_page(post, viewer, ThreadPosition(position.order), changeable_since=changeable_since)
    badges = load_authors([*rows.roots, *rows.replies], post)

    def make_entry(comment: Comment) -> ThreadEntry:
        own = comment.pk in viewer.own_ids or (viewer.account is not None and comment.author_id == viewer.account.pk)
        recent = changeable_since is not None and comment.created_at > changeable_since
        shown = badges.get(comment.author_id, NO_BADGES)
        return ThreadEntry(comment, own, shown, can_change=recent and viewer.owns(comment))

    entries = [make_entry(root) for root in rows.roots]
    for root, entry in zip(rows.roots, entries, strict=True):
        entry.more_replies = root.pk in rows.partial
        entry.earlier_replies = root.pk == position.replies.root_id
    nest_replies(entries, [make_entry(reply) for reply in rows.replies])
    return ThreadPage(entries, rows.previous, rows.next)


def nest_replies(entries: list[ThreadEntry], replies: Iterable[ThreadEntry]) -> None:
    """Put each reply below its parent, at most one level below the root, or below the root if the parent isn't here."""
    at_root = {entry.comment.pk: entry for entry in entries}
    parents = dict(at_root)
    for entry in replies:
        reply = entry.comment
        root = at_root[reply.root_id or 0]
        target = parents.get(reply.parent_id or 0, root)
        target.replies.append(entry)
        # Replies to a second-level reply are shown next to it.
        parents[reply.pk] = entry if target is root else target
        root.last_reply = reply


def position_of(comment: Comment, viewer: Viewer, order: Order = Order.OLDEST) -> ThreadPosition:
    """The position of the page that shows a comment to ``viewer``: the first page, or one with it in the middle.

    Two queries; neither counts comments.
    """
    root = comment.root or comment
    preceding = first_roots(comment.post, viewer, order, before(Cursor.of(root), order), ROOTS_A_PAGE, back=True)
    after = half_a_page_back(preceding[:ROOTS_A_PAGE], ROOTS_A_PAGE)
    if comment.root_id is None:
        return ThreadPosition(order, after)
    replies = Comment.objects.filter(
        earlier(Cursor.of(comment)), post=comment.post, status=Status.APPROVED, root=root
    ).order_by("-created_at", "-pk")
    after_reply = half_a_page_back(replies[:REPLIES_A_ROOT], REPLIES_A_ROOT)
    return ThreadPosition(order, after, RepliesChoice(root.pk, after_reply) if after_reply else FIRST_REPLIES)


def half_a_page_back(preceding: QuerySet[Comment], full: int) -> Cursor | None:
    """The cursor half a page before; None if everything before fits on the first page."""
    found = list(preceding.only("created_at", "likes_count"))
    return Cursor.of(found[full // 2 - 1]) if len(found) == full else None
