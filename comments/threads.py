"""A page of a thread as a reader sees it, in two queries that cost the same for any number of comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from blog.models import Authorship, Post
from comments.addresses import FIRST_REPLIES, START, Place, RepliesChoice
from comments.cursors import Cursor, Order, ahead, behind, up_to
from comments.models import Comment, Like
from comments.moderation import moderators
from comments.reader import Reader

ROOTS_A_PAGE = 20
REPLIES_A_ROOT = 100  # of one thread at once; the rest is a link away
Status = Comment.Status
NOT_PUBLIC = [status for status in Status if status != Status.APPROVED]


@dataclass
class Entry:
    """A comment with what hangs under it. Hidden ones only keep the place of their replies."""

    comment: Comment
    is_own: bool
    replies: list[Entry] = field(default_factory=list)
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
    def parent_name(self) -> str:
        """Whom it answers; empty when that comment is not public any more."""
        parent = self.comment.parent
        return parent.shown_name if parent and parent.status == Status.APPROVED else ""


@dataclass(frozen=True)
class ThreadPage:
    """``previous`` and ``next`` are the places behind which the pages around this one begin."""

    entries: list[Entry]
    previous: Place | None = None
    next: Place | None = None


def is_own(reader: Reader) -> Q:
    own = Q(pk__in=reader.own_ids)
    return own | Q(author=reader.account) if reader.account else own


def own_waiting(reader: Reader) -> Q:
    return Q(status=Status.HELD) & is_own(reader)


def readable_by(reader: Reader) -> Q:
    """Approved comments, and those that wait, for their writer alone."""
    approved = Q(status=Status.APPROVED)
    return approved if reader.is_stranger() else approved | own_waiting(reader)


def keeps_place(reader: Reader, link: str) -> Q:
    """Comments that are not public and yet stand in the thread: they are answered, or wait for this reader's eyes.

    ``link`` is how the answers point to it: root or parent.
    """
    answered = Exists(Comment.objects.filter(readable_by(reader), **{link: OuterRef("pk")}))
    shown = Q(answered) if reader.is_stranger() else Q(answered) | own_waiting(reader)
    return Q(status__in=NOT_PUBLIC) & shown


def first_roots(
    post: Post, reader: Reader, order: Order, where: Q, count: int, *, back: bool = False
) -> QuerySet[Comment]:
    """At least the first ``count`` roots of a thread that fulfil ``where``, in the order or backwards.

    Public ones and those that keep a place are looked up apart, as an index holds them in order by their state.
    """
    fields = order.backwards if back else order.fields
    roots = Comment.objects.filter(where, post=post, root=None).order_by(*fields)
    public, others = roots.filter(status=Status.APPROVED), roots.filter(keeps_place(reader, "root"))
    chosen = [Comment.objects.filter(pk__in=some.values("pk")[:count]).order_by() for some in (public, others)]
    both = chosen[0].values("pk").union(chosen[1].values("pk"))
    return Comment.objects.filter(pk__in=both).order_by(*fields)


def with_writers(comments: QuerySet[Comment], reader: Reader) -> QuerySet[Comment]:
    """With who wrote them, whom they answer, and what the badges and links say. No query of its own."""
    found: QuerySet[Comment] = (
        comments.select_related("author", "parent__author")
        .defer("body", "parent__body", "parent__html")
        .annotate(
            by_author=Exists(Authorship.objects.filter(post=OuterRef("post"), author=OuterRef("author"))),
            by_staff=Exists(moderators().filter(pk=OuterRef("author"))),
            has_page=Exists(Post.objects.published().filter(authorships__author=OuterRef("author"))),
        )
    )
    if reader.key:
        found = found.annotate(liked=Exists(Like.objects.filter(comment=OuterRef("pk"), reader=reader.key)))
    return found


def with_bounds(roots: QuerySet[Comment], post: Post, choice: RepliesChoice) -> QuerySet[Comment]:
    """With the place of the first public reply that is one too many for the page, if there are so many."""
    replies = Comment.objects.filter(post=post, status=Status.APPROVED).order_by("created_at", "pk")

    def bound(name: str) -> Subquery | Case:
        first = Subquery(replies.filter(root=OuterRef("pk")).values(name)[REPLIES_A_ROOT : REPLIES_A_ROOT + 1])
        if choice.after is None:
            return first
        chosen = replies.filter(behind(choice.after), root=choice.root_id)
        later = Subquery(chosen.values(name)[REPLIES_A_ROOT : REPLIES_A_ROOT + 1])
        return Case(When(pk=choice.root_id, then=later), default=first)

    return roots.annotate(bound_moment=bound("created_at"), bound_pk=bound("pk"))


def with_former_page(roots: QuerySet[Comment], post: Post, place: Place) -> QuerySet[Comment]:
    """With the place behind which the page before this one begins; nothing when that is the first page."""
    if place.after is None:
        return roots
    passed = Comment.objects.filter(up_to(place.after, place.order), post=post, root=None, status=Status.APPROVED)
    former = passed.order_by(*place.order.backwards)

    def value(name: str) -> Subquery:
        return Subquery(former.values(name)[ROOTS_A_PAGE : ROOTS_A_PAGE + 1])

    return roots.annotate(former_moment=value("created_at"), former_pk=value("pk"), former_likes=value("likes_count"))


def replies_for(roots: list[Comment], post: Post, reader: Reader, choice: RepliesChoice) -> QuerySet[Comment]:
    """At most REPLIES_A_ROOT public ones of each thread, oldest first, and what keeps a place among them."""
    threads = [Q(root__in=[root.pk for root in roots if not is_partial(root, choice)])]
    for root in roots:
        if is_partial(root, choice):
            part = Q(root=root.pk)
            if choice.after and root.pk == choice.root_id:
                part &= behind(choice.after)
            if bound := bound_of(root):
                part &= ahead(bound)
            threads.append(part)
    wanted = Q(pk__in=[])
    for thread in threads:
        wanted |= Q(thread, post=post, status=Status.APPROVED)
        wanted |= Q(thread, keeps_place(reader, "parent"), post=post)
    return Comment.objects.filter(wanted).order_by("created_at", "pk")


def bound_of(root: Comment) -> Cursor | None:
    moment, pk = root.bound_moment, root.bound_pk  # type: ignore[attr-defined]
    return Cursor(moment, pk) if pk else None


def is_partial(root: Comment, choice: RepliesChoice) -> bool:
    return bound_of(root) is not None or root.pk == choice.root_id


def thread_page(
    post: Post, reader: Reader, place: Place = START, *, changeable_since: datetime | None = None
) -> ThreadPage:
    """The page of a place, or the first one when nothing is there. Two queries.

    Writers may still change what they wrote after ``changeable_since``.
    """
    where = behind(place.after, place.order) if place.after else Q()
    found = with_writers(first_roots(post, reader, place.order, where, ROOTS_A_PAGE + 1), reader)
    rows = list(with_former_page(with_bounds(found, post, place.replies), post, place)[: ROOTS_A_PAGE + 1])
    if not rows and place.after:
        return thread_page(post, reader, Place(place.order), changeable_since=changeable_since)
    roots = rows[:ROOTS_A_PAGE]
    entries = [entry_of(root, reader, changeable_since) for root in roots]
    for entry in entries:
        entry.more_replies = bound_of(entry.comment) is not None
        entry.earlier_replies = entry.comment.pk == place.replies.root_id
    hang_up(entries, with_writers(replies_for(roots, post, reader, place.replies), reader), reader, changeable_since)
    following = Place(place.order, Cursor.of(roots[-1])) if len(rows) > ROOTS_A_PAGE else None
    return ThreadPage(entries, previous_place(roots, place), following)


def previous_place(roots: list[Comment], place: Place) -> Place | None:
    if place.after is None or not roots:
        return None
    first = roots[0]
    if not first.former_pk:  # type: ignore[attr-defined]
        return Place(place.order)
    former = Cursor(first.former_moment, first.former_pk, first.former_likes)  # type: ignore[attr-defined]
    return Place(place.order, former)


def entry_of(comment: Comment, reader: Reader, changeable_since: datetime | None) -> Entry:
    own = comment.pk in reader.own_ids or (reader.account is not None and comment.author_id == reader.account.pk)
    recent = changeable_since is not None and comment.created_at > changeable_since
    return Entry(comment, is_own=own, can_change=recent and reader.wrote(comment))


def hang_up(
    entries: list[Entry], replies: Iterable[Comment], reader: Reader, changeable_since: datetime | None
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


def place_of(comment: Comment, reader: Reader, order: Order = Order.OLDEST) -> Place:
    """Where a comment stands in the thread that ``reader`` sees: the first page, or one with it in the middle.

    Two queries, and nothing is counted.
    """
    root = comment.root or comment
    earlier = first_roots(comment.post, reader, order, ahead(Cursor.of(root), order), ROOTS_A_PAGE, back=True)
    after = middle_of(earlier[:ROOTS_A_PAGE], ROOTS_A_PAGE)
    if comment.root_id is None:
        return Place(order, after)
    replies = Comment.objects.filter(
        ahead(Cursor.of(comment)), post=comment.post, status=Status.APPROVED, root=root
    ).order_by("-created_at", "-pk")
    passed = middle_of(replies[:REPLIES_A_ROOT], REPLIES_A_ROOT)
    return Place(order, after, RepliesChoice(root.pk, passed) if passed else FIRST_REPLIES)


def middle_of(earlier: QuerySet[Comment], full: int) -> Cursor | None:
    """The place half a page back; nothing when all of it fits on the first page."""
    found = list(earlier.only("created_at", "likes_count"))
    return Cursor.of(found[full // 2 - 1]) if len(found) == full else None
