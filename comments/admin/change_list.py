"""What a row of the queue shows beside the words: where they stand, who wrote them, and what speaks against them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.commenters.trust import CommentHistory
from comments.models import Comment, GuestEmail
from comments.models.guest_email import normalize_email

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class CommenterRecord(TypedDict):
        record_text: str

    QueueRow = WithAnnotations[Comment, CommenterRecord]

LINK = re.compile(r"((?:https?://|\bwww\.)[^\s<>()\[\]\"]+)", re.IGNORECASE)
Status = Comment.Status


class QueueList(ChangeList):
    """Brings the records of all writers of a page in three queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        comments = list(self.result_list)
        add_record_texts(comments)
        self.result_list = comments


def add_record_texts(comments: Iterable[QueueRow]) -> None:
    """Set ``record_text`` on each: what became of the writer's comments, and how far the writer's identity is proven.

    A guest's confirmed comments count for who confirmed them only. Whoever types a confirmed address in another
    browser may be anybody: the record of its owner is not shown beside their words.
    """
    comments = list(comments)
    typed = {normalize_email(comment.email) for comment in comments if comment.author_id is None and comment.email}
    of_accounts = records(("author",), Comment.objects.filter(author__in={comment.author_id for comment in comments}))
    under_address = Comment.objects.filter(author=None).annotate(address=Lower("email")).filter(address__in=typed)
    of_addresses = records(("address", "email_confirmed"), under_address)
    confirmed = GuestEmail.objects.matching(*typed).confirmed()
    owned = set(confirmed.values_list("email", flat=True))
    for comment in comments:
        address = normalize_email(comment.email)
        if comment.author_id:
            text = told(of_accounts[comment.author_id,])
        elif comment.email_confirmed:
            text = told(of_addresses[address, True])
        elif address in owned:
            text = _("confirmed address, but not from this browser")
        else:
            text = _("%(record)s, address not confirmed") % {"record": told(of_addresses[address, False])}
        comment.record_text = text


def records(fields: tuple[str, ...], comments: QuerySet[Comment]) -> dict[tuple[object, ...], CommentHistory]:
    """By the values of the fields. One query."""
    counts = {
        "approved": Count("pk", filter=Q(status=Status.APPROVED)),
        "spam": Count("pk", filter=Q(status=Status.SPAM)),
    }
    rows = comments.order_by().values_list(*fields).annotate(**counts)
    return defaultdict(CommentHistory, {tuple(key): CommentHistory(approved, spam) for *key, approved, spam in rows})


def told(record: CommentHistory) -> str:
    return _("%(approved)d approved, %(spam)d spam") % {"approved": record.approved, "spam": record.spam}


def highlight_links(text: str) -> SafeString:
    """Plain text, escaped; addresses stand out."""
    pieces = enumerate(LINK.split(text))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if number % 2 else piece,) for number, piece in pieces)
    )
