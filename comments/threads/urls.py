"""The query string of a thread: order, page, part of a long list of replies, and the comment to reply to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from blog.models import Post
from comments.threads.pagination import Cursor, Order

MAX_DIGITS = 15


@dataclass(frozen=True)
class RepliesChoice:
    """The reply after which the replies to one root begin; all other roots show their first replies."""

    root_id: int = 0
    after: Cursor | None = None


FIRST_REPLIES = RepliesChoice()


@dataclass(frozen=True)
class ThreadPosition:
    """The part of a thread that a URL shows: ``?order=newest&after=…&replies=…``."""

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


def parse_number(text: str) -> int:
    """A non-negative integer of at most 15 digits; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


def order_from_query(query: QueryDict) -> Order:
    order = str(query.get("order", ""))
    return Order(order) if order in Order.values else Order.OLDEST


def position_from_query(query: QueryDict) -> ThreadPosition:
    """Invalid parameters are ignored."""
    return ThreadPosition(order_from_query(query), Cursor.parse(query.get("after", "")), replies_from_query(query))


def replies_from_query(query: QueryDict) -> RepliesChoice:
    root, _, after = query.get("replies", "").partition("-")
    choice = RepliesChoice(parse_number(root), Cursor.parse(after))
    return choice if choice.root_id and choice.after else FIRST_REPLIES


def normalized_order(text: str) -> str:
    return text if text in Order.values else ""


def normalized_cursor(text: str) -> str:
    return str(Cursor.parse(text) or "")


def normalized_replies(text: str) -> str:
    root, _, after = text.partition("-")
    cursor = normalized_cursor(after)
    return f"{parse_number(root)}-{cursor}" if parse_number(root) and cursor else ""


def normalized_number(text: str) -> str:
    return str(parse_number(text) or "")


# For each parameter, the function that returns the canonical spelling of a value (see blog.cache.parameters).
NORMALIZERS = {
    "order": normalized_order,
    "after": normalized_cursor,
    "replies": normalized_replies,
    "reply": normalized_number,
}


def thread_url(post: Post, position: ThreadPosition = START, *, reply: int = 0, fragment: str = "comments") -> str:
    parameters = position.parameters | ({"reply": reply} if reply else {})
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{post.get_absolute_url()}{query}#{fragment}"
