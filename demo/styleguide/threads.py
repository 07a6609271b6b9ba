"""Comments in every state, and comment forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from accounts.models import User
from blog.models import Post
from blog.rendering import COMMENT, render
from comments.forms import CommentForm
from comments.models import Comment
from comments.threads.authors import NO_BADGES, Badges
from comments.threads.comment_view import ThreadLinks
from comments.threads.fragments import Fragments
from comments.threads.page import ThreadEntry, ThreadPage
from comments.threads.pagination import Order
from comments.threads.rendering import render_comments
from comments.threads.urls import START, ThreadPosition
from demo.styleguide.samples import A_DAY, ADA, ARTICLE, LONG_NAME, STAFF, post

SAID = "It runs **fast**, not slow: see `TICKS` above.\n\n> Nineteen minutes and four seconds.\n\n[Mine](/x) too."
keys = count(1)


@dataclass(frozen=True)
class Thread:
    """The parameters of templates/comments/section.html."""

    post: Post
    page: ThreadPage
    form: CommentForm | None = None
    account: User | None = None
    reply_to: Comment | None = None
    is_open: bool = True
    position: ThreadPosition = field(default_factory=ThreadPosition)
    previous_url: str = ""
    next_url: str = ""

    @property
    def sort_links(self) -> list[tuple[object, bool, str]]:
        return [(order.label, order == self.position.order, "#comments") for order in Order]


def entry(
    name: str,
    body: str = "A fair point.",
    *,
    author: User | None = None,
    answers: ThreadEntry | None = None,
    own: bool = False,
    likes: int = 0,
    status: str = Comment.Status.APPROVED,
    liked: bool = False,
    badges: Badges = NO_BADGES,
) -> ThreadEntry:
    comment = Comment(pk=next(keys), post=ARTICLE, author=author, name=name, status=status, created_at=A_DAY, body=body)
    comment.likes_count = likes
    comment.html = render(body, COMMENT)
    comment.parent = answers.comment if answers else None
    vars(comment)["liked"] = liked  # normally annotated by the query
    made = ThreadEntry(comment, own, badges)
    if answers:
        answers.replies.append(made)
    return made


def every_state() -> list[ThreadEntry]:
    first = entry("Gustav Guest", SAID)
    by_author = Badges(by_author=True, has_page=True)
    reply = entry("", "Thank you, I did not look there.", author=ADA, answers=first, badges=by_author, likes=3)
    entry(
        "Ida",
        "Nor did I.\n\n```\nseconds_left--;  // and so on, in a line that is longer than any telephone is wide\n```",
        answers=reply,
    )
    reply.replies[0].comment.parent = reply.comment
    removed = entry("Nobody", status=Comment.Status.REMOVED)
    entry("Gustav Guest", "An answer keeps its place when what it answers is gone.", answers=removed)
    staff = entry("", "Please stay with the timer.", author=STAFF, badges=Badges(by_staff=True))
    staff.more_replies, staff.earlier_replies = True, True
    liked = entry("Ida", "Mine is slow.", likes=1, liked=True)
    changeable = entry("", "So is mine.", author=ADA, own=True, likes=2)
    changeable.can_change, changeable.comment.edited_at = True, A_DAY
    waiting = entry("Gustav Guest", "Mine is blue.", own=True, status=Comment.Status.HELD)
    long = entry(LONG_NAME.display_name, "Short words under a long name. " + "w" * 400)
    arabic = entry("سمير", "توقيتي أنا أيضاً سريع.")
    return [first, removed, staff, liked, changeable, waiting, long, arabic]


def form(**fields: Any) -> CommentForm:
    """A form with a fixed timestamp, so that the page is the same at each request."""
    return CommentForm(initial={"started": "1:stamp"}, **fields)


@cache
def threads() -> dict[str, Thread]:
    one, every = ThreadPage([]), ThreadPage(every_state())
    render_comments(every.entries, ThreadLinks.of(ARTICLE, START, "", is_open=True), Fragments(ARTICLE, START))
    wrong = {"name": "Gustav", "email": "no address", "body": "", "started": "1:stamp"}
    full, empty = post("", [ADA], comment_count=8), post("", [ADA])
    return {
        "Every comment": Thread(full, every, form(), previous_url="?comments=1", next_url="?comments=3"),
        "No comment yet": Thread(empty, one, form()),
        "A member answers": Thread(empty, one, form(member=True), account=ADA, reply_to=entry("Ida").comment),
        "With errors": Thread(empty, one, form(data=wrong)),
        "Closed": Thread(empty, one, is_open=False),
    }
