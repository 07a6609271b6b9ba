"""The queries of a thread's page. Each uses an index."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import BigIntegerField, Case, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from blog.models import Post
from comments.commenters.viewer import Viewer
from comments.models import Comment, Decision, Like
from comments.threads.pagination import Cursor, Order, earlier, later, through
from comments.threads.urls import RepliesChoice, ThreadPosition

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class PageBounds(TypedDict):
        bound_moment: datetime
        bound_pk: int | None
        former_moment: datetime
        former_pk: int | None
        former_likes: int

    Root = WithAnnotations[Comment, PageBounds]

ROOTS_A_PAGE = 20
REPLIES_A_ROOT = 100  # the page links to the rest
Status = Comment.Status
NOT_PUBLIC = [status for status in Status if status != Status.APPROVED]


def is_own(viewer: Viewer) -> Q:
    own = Q(pk__in=viewer.own_ids)
    return own | Q(author=viewer.account) if viewer.account else own


def own_pending(viewer: Viewer) -> Q:
    return Q(status=Status.HELD) & is_own(viewer)


def own_not_public(viewer: Viewer) -> Q:
    """The viewer's own comments that are pending, spam or removed by moderators; not those they deleted themselves."""
    deleted = Decision.objects.filter(comment=OuterRef("pk"), via=Decision.Via.WRITER, after=Status.REMOVED)
    return Q(is_own(viewer), ~Exists(deleted), status__in=NOT_PUBLIC)


def readable_by(viewer: Viewer) -> Q:
    """Approved comments and the viewer's own pending ones."""
    approved = Q(status=Status.APPROVED)
    return approved if viewer.is_anonymous() else approved | own_pending(viewer)


def placeholders(viewer: Viewer, link: str) -> Q:
    """Comments that aren't public but have a placeholder in the thread: they have replies, or are the viewer's own.

    ``link`` is the foreign key of the replies: ``root`` or ``parent``.
    """
    approved = Q(status=Status.APPROVED)
    listed = approved if viewer.is_anonymous() else approved | own_not_public(viewer)
    answered = Exists(Comment.objects.filter(listed, **{link: OuterRef("pk")}))
    shown = Q(answered) if viewer.is_anonymous() else Q(answered) | own_not_public(viewer)
    return Q(status__in=NOT_PUBLIC) & shown


def first_roots(
    post: Post, viewer: Viewer, order: Order, ranges: list[Q], count: int, *, back: bool = False
) -> QuerySet[Comment]:
    """At least the first ``count`` roots of a thread in any of the ranges, in the given order or backwards.

    Public roots and placeholders are separate subqueries, because the index is sorted within each status.
    """
    fields = order.backwards if back else order.fields
    states = [Q(status=Status.APPROVED), placeholders(viewer, "root")]
    wanted = [in_range & state for in_range in ranges for state in states]
    return first_of_each(Comment.objects.filter(post=post), wanted, fields, count)


def first_of_each(
    comments: QuerySet[Comment], ranges: list[Q], fields: tuple[str, ...], count: int
) -> QuerySet[Comment]:
    """The first ``count`` roots of each range, in the order of the fields. Each range uses an index.

    ``root`` is NULL for all of them. It is in ORDER BY because PostgreSQL needs it there to sort by the index.
    """
    indexed = ("-root_id" if fields[-1] == "-pk" else "root_id", *fields)
    firsts = [comments.filter(in_range, root=None).order_by(*indexed).values("pk")[:count] for in_range in ranges]
    chosen = [Comment.objects.filter(pk__in=first).order_by().values("pk") for first in firsts]
    return Comment.objects.filter(pk__in=chosen[0].union(*chosen[1:])).order_by(*fields)


SHOWN = (
    *("author", "name", "html", "parent", "root", "status", "likes_count", "created_at", "edited_at"),
    *("email", "email_confirmed", "confirmation_asked_at"),  # of guests, who are asked to confirm their address
)
SHOWN_OF_PARENTS = tuple(f"parent__{name}" for name in ("author", "name", "status"))


def shown_columns(comments: QuerySet[Comment], viewer: Viewer) -> QuerySet[Comment]:
    """What a thread shows of comments, and whether the viewer likes them. No query of its own."""
    found: QuerySet[Comment] = comments.only(*SHOWN)
    if viewer.key:
        found = found.annotate(liked=Exists(Like.objects.filter(comment=OuterRef("pk"), reader=viewer.key)))
    return found


def with_parents(comments: QuerySet[Comment], viewer: Viewer) -> QuerySet[Comment]:
    """``shown_columns`` of comments, with the comments that they reply to. No query of its own."""
    return shown_columns(comments, viewer).select_related("parent").only(*SHOWN, *SHOWN_OF_PARENTS)


def whole_thread(post: Post, viewer: Viewer) -> QuerySet[Comment]:
    """All public comments on an article, and the viewer's own ones. For threads with few public comments."""
    approved = Q(status=Status.APPROVED)
    listed = approved if viewer.is_anonymous() else approved | own_not_public(viewer)
    return Comment.objects.filter(listed, post=post).order_by()


def placeholders_of(missing: set[int]) -> QuerySet[Comment]:
    """The comments that the public comments of a thread reply to, but that aren't public themselves."""
    return Comment.objects.filter(pk__in=missing).order_by()


def with_bounds(roots: QuerySet[Comment], post: Post, position: ThreadPosition) -> QuerySet[Root]:
    """Annotate what ``PageBounds`` lists. No query of its own."""
    annotated: QuerySet[Any] = roots.annotate(**reply_bounds(post, position.replies), **former_page(post, position))
    return annotated


def reply_bounds(post: Post, choice: RepliesChoice) -> dict[str, Any]:
    """The position of the first public reply that doesn't fit on the page; NULL if all of them do."""
    if post.comment_count <= REPLIES_A_ROOT:
        return {"bound_moment": Value(None, DateTimeField()), "bound_pk": Value(None, BigIntegerField())}
    replies = Comment.objects.filter(post=post, status=Status.APPROVED).order_by("created_at", "pk")

    def bound(name: str) -> Subquery | Case:
        first = Subquery(replies.filter(root=OuterRef("pk")).values(name)[REPLIES_A_ROOT : REPLIES_A_ROOT + 1])
        if choice.after is None:
            return first
        chosen = replies.filter(later(choice.after), root=choice.root_id)
        further = Subquery(chosen.values(name)[REPLIES_A_ROOT : REPLIES_A_ROOT + 1])
        return Case(When(pk=choice.root_id, then=further), default=first)

    return {"bound_moment": bound("created_at"), "bound_pk": bound("pk")}


def former_page(post: Post, position: ThreadPosition) -> dict[str, Any]:
    """The position after which the previous page begins; NULL if that is the first page."""
    if position.after is None:
        return {}
    public = Comment.objects.filter(post=post, status=Status.APPROVED)
    before = through(position.after, position.order)
    former = first_of_each(public, before, position.order.backwards, ROOTS_A_PAGE + 1)

    def value(name: str) -> Subquery:
        return Subquery(former.values(name)[ROOTS_A_PAGE : ROOTS_A_PAGE + 1])

    return {"former_moment": value("created_at"), "former_pk": value("pk"), "former_likes": value("likes_count")}


def replies_for(roots: list[Root], post: Post, viewer: Viewer, choice: RepliesChoice) -> QuerySet[Comment]:
    """At most REPLIES_A_ROOT public replies to each root, oldest first, and the placeholders among them."""
    threads = [Q(root__in=[root.pk for root in roots if not is_partial(root, choice)])]
    for root in roots:
        if is_partial(root, choice):
            part = Q(root=root.pk)
            if choice.after and root.pk == choice.root_id:
                part &= later(choice.after)
            if bound := bound_of(root):
                part &= earlier(bound)
            threads.append(part)
    wanted = Q(pk__in=[])
    for thread in threads:
        wanted |= Q(thread, post=post, status=Status.APPROVED)
        wanted |= Q(thread, placeholders(viewer, "parent"), post=post)
    return Comment.objects.filter(wanted).order_by("created_at", "pk")


def bound_of(root: Root) -> Cursor | None:
    return Cursor(root.bound_moment, root.bound_pk) if root.bound_pk else None


def is_partial(root: Root, choice: RepliesChoice) -> bool:
    return bound_of(root) is not None or root.pk == choice.root_id
