"""A page of a thread as a reader sees it, in three queries for any number of comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from blog.models import Authorship, Post
from comments.models import Comment
from comments.moderation import moderators
from comments.reader import Reader

ROOTS_A_PAGE = 20
REPLIES_A_ROOT = 100  # of one thread at once; the rest is a link away


@dataclass
class Entry:
    """A comment with what hangs under it. Hidden ones only keep the place of their replies."""

    comment: Comment
    is_own: bool
    replies: list[Entry] = field(default_factory=list)
    more_replies: int = 0
    earlier_replies: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.comment.status != Comment.Status.APPROVED and not self.waits_for_approval

    @property
    def waits_for_approval(self) -> bool:
        return self.is_own and self.comment.status == Comment.Status.HELD

    @property
    def parent_name(self) -> str:
        """Whom it answers; empty when that comment is not public any more."""
        parent = self.comment.parent
        return parent.shown_name if parent and parent.status == Comment.Status.APPROVED else ""


@dataclass(frozen=True)
class ThreadPage:
    entries: list[Entry]
    number: int
    pages: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True)
class RepliesChoice:
    """Which hundred of one thread's replies to show; every other thread shows its first."""

    root_id: int = 0
    number: int = 1


FIRST_REPLIES = RepliesChoice()


def is_own(reader: Reader) -> Q:
    own = Q(pk__in=reader.own_ids)
    return own | Q(author=reader.account) if reader.account else own


def readable_by(reader: Reader) -> Q:
    """Approved comments, and those that wait, for their writer alone."""
    approved = Q(status=Comment.Status.APPROVED)
    return approved if reader.is_stranger() else approved | (Q(status=Comment.Status.HELD) & is_own(reader))


def roots_for(post: Post, reader: Reader) -> QuerySet[Comment]:
    """The first comments of all threads, oldest first, with those that only keep the place of their replies."""
    answered = Comment.objects.filter(readable_by(reader), root=OuterRef("pk"))
    roots = Comment.objects.filter(post=post, root=None)
    return roots.filter(readable_by(reader) | Exists(answered)).order_by("created_at", "pk")


def replies_for(root_ids: list[int], reader: Reader, choice: RepliesChoice) -> QuerySet[Comment]:
    """At most REPLIES_A_ROOT of each thread, oldest first, each with its ``place`` and its thread's ``siblings``."""
    answered = Comment.objects.filter(readable_by(reader), parent=OuterRef("pk"))
    first, last = (choice.number - 1) * REPLIES_A_ROOT, choice.number * REPLIES_A_ROOT
    return (
        Comment.objects.filter(readable_by(reader) | Exists(answered), root__in=root_ids)
        .annotate(
            place=Window(RowNumber(), partition_by=F("root"), order_by=["created_at", "pk"]),
            siblings=Window(Count("pk"), partition_by=F("root")),
        )
        .filter(
            Q(root=choice.root_id, place__gt=first, place__lte=last)
            | (~Q(root=choice.root_id) & Q(place__lte=REPLIES_A_ROOT))
        )
        .order_by("created_at", "pk")
    )


def with_writers(comments: QuerySet[Comment]) -> QuerySet[Comment]:
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
    return found


def thread_page(post: Post, reader: Reader, number: int = 1, replies: RepliesChoice = FIRST_REPLIES) -> ThreadPage:
    """The page of that number, or the nearest one that there is. Three queries."""
    roots = roots_for(post, reader)
    pages = max(1, -(-roots.count() // ROOTS_A_PAGE))
    number = min(max(number, 1), pages)
    start = (number - 1) * ROOTS_A_PAGE
    entries = [entry_of(root, reader) for root in with_writers(roots)[start : start + ROOTS_A_PAGE]]
    root_ids = [entry.comment.pk for entry in entries]
    hang_up(entries, with_writers(replies_for(root_ids, reader, replies)), reader)
    return ThreadPage(entries, number, pages)


def entry_of(comment: Comment, reader: Reader) -> Entry:
    return Entry(
        comment,
        is_own=comment.pk in reader.own_ids or (reader.account is not None and comment.author_id == reader.account.pk),
    )


def hang_up(entries: list[Entry], replies: Iterable[Comment], reader: Reader) -> None:
    """Put each reply under what it answers; one level deeper at most, or under the root when that is not here."""
    at_root = {entry.comment.pk: entry for entry in entries}
    holders = dict(at_root)
    for reply in replies:
        entry = entry_of(reply, reader)
        root = at_root[reply.root_id or 0]
        holder = holders.get(reply.parent_id or 0, root)
        holder.replies.append(entry)
        # What answers a reply of a reply stands beside it.
        holders[reply.pk] = entry if holder is root else holder
        root.more_replies = max(0, reply.siblings - reply.place)  # type: ignore[attr-defined]
        root.earlier_replies = root.earlier_replies or (reply.place > REPLIES_A_ROOT)  # type: ignore[attr-defined]


def page_of(comment: Comment, reader: Reader) -> tuple[int, RepliesChoice]:
    """Where a comment stands in the thread that ``reader`` sees. At most three queries."""
    root = comment.root or comment
    before = earlier_than(root)
    number = roots_for(comment.post, reader).filter(before).count() // ROOTS_A_PAGE + 1
    if comment.root_id is None:
        return number, FIRST_REPLIES
    answered = Comment.objects.filter(readable_by(reader), parent=OuterRef("pk"))
    place = Comment.objects.filter(readable_by(reader) | Exists(answered), earlier_than(comment), root=root).count()
    return number, RepliesChoice(root.pk, place // REPLIES_A_ROOT + 1)


def earlier_than(comment: Comment) -> Q:
    return Q(created_at__lt=comment.created_at) | Q(created_at=comment.created_at, pk__lt=comment.pk)
