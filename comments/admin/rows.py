"""What a row of the queue shows beside the words: where they stand, who wrote them, and what speaks against them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments.models import Comment
from comments.spam.rules import Record

LINK = re.compile(r"((?:https?://|\bwww\.)[^\s<>()\[\]\"]+)", re.IGNORECASE)
Status = Comment.Status


class QueueList(ChangeList):
    """Brings the records of all writers of a page in two queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        comments = list(self.result_list)
        give_records(comments)
        self.result_list = comments


def give_records(comments: Iterable[Comment]) -> None:
    """Set ``record`` on each: of the account, or of everybody who typed the same address."""
    comments = list(comments)
    accounts = records("author", Q(author__in={comment.author_id for comment in comments if comment.author_id}))
    addresses = records("email", Q(author=None, email__in={comment.email for comment in comments if comment.email}))
    for comment in comments:
        found = accounts.get(comment.author_id) if comment.author_id else addresses.get(comment.email)
        comment.record = found or Record()  # type: ignore[attr-defined]


def records(field: str, whose: Q) -> dict[object, Record]:
    rows = (
        Comment.objects.filter(whose)
        .order_by()
        .values(field)
        .annotate(
            approved=Count("pk", filter=Q(status=Status.APPROVED)), spam=Count("pk", filter=Q(status=Status.SPAM))
        )
    )
    return {row[field]: Record(approved=row["approved"], spam=row["spam"]) for row in rows}


def with_links_marked(text: str) -> SafeString:
    """Plain text, escaped; addresses stand out."""
    pieces = enumerate(LINK.split(text))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if number % 2 else piece,) for number, piece in pieces)
    )
