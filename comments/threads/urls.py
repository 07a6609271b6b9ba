"""The address of a place in a thread: its order, its page, its part of a long thread, the comment answered."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from blog.models import Post
from comments.threads.pagination import Cursor, Order

LONGEST_NUMBER = 15


@dataclass(frozen=True)
class RepliesChoice:
    """Behind which reply of one thread to begin; every other thread shows its first replies."""

    root_id: int = 0
    after: Cursor | None = None


FIRST_REPLIES = RepliesChoice()


@dataclass(frozen=True)
class ThreadPosition:
    """What part of a thread an address shows: ``?order=newest&after=…&replies=…``."""

    order: Order = Order.OLDEST
    after: Cursor | None = None
    replies: RepliesChoice = FIRST_REPLIES

    @property
    def parameters(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.order != Order.OLDEST:
            found["order"] = self.order.value
        if self.after:
            found["after"] = self.after
        if self.replies.after:
            found["replies"] = f"{self.replies.root_id}-{self.replies.after}"
        return found


START = ThreadPosition()


def number_in(text: str) -> int:
    """A whole number as people type it, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def order_from_query(query: QueryDict) -> Order:
    asked = str(query.get("order", ""))
    return Order(asked) if asked in Order.values else Order.OLDEST


def position_from_query(query: QueryDict) -> ThreadPosition:
    """Anything that is no place is the start."""
    return ThreadPosition(order_from_query(query), Cursor.typed(query.get("after", "")), replies_asked(query))


def replies_asked(query: QueryDict) -> RepliesChoice:
    root, _, after = query.get("replies", "").partition("-")
    choice = RepliesChoice(number_in(root), Cursor.typed(after))
    return choice if choice.root_id and choice.after else FIRST_REPLIES


def spelled_order(text: str) -> str:
    return text if text in Order.values else ""


def spelled_cursor(text: str) -> str:
    return str(Cursor.typed(text) or "")


def spelled_replies(text: str) -> str:
    root, _, after = text.partition("-")
    cursor = spelled_cursor(after)
    return f"{number_in(root)}-{cursor}" if number_in(root) and cursor else ""


def spelled_number(text: str) -> str:
    return str(number_in(text) or "")


# Of each parameter of a thread's address, what gives the one spelling of a value (see blog.cache.parameters).
SPELLINGS = {"order": spelled_order, "after": spelled_cursor, "replies": spelled_replies, "reply": spelled_number}


def thread_url(post: Post, place: ThreadPosition = START, *, reply: int = 0, fragment: str = "comments") -> str:
    parameters = place.parameters | ({"reply": reply} if reply else {})
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{post.get_absolute_url()}{query}#{fragment}"
