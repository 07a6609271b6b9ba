"""The list of comments in the moderation queue: commenters' histories_by and highlighted links."""

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


class QueueChangeList(ChangeList):
    """Adds the histories_by of all commenters on the page, with three queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        comments = list(self.result_list)
        add_record_texts(comments)
        self.result_list = comments


def add_record_texts(comments: Iterable[QueueRow]) -> None:
    """Set ``record_text`` on each comment: the commenter's earlier comments, and whether their identity is verified.

    Anyone can enter a confirmed address in another browser, so the record of its owner is only shown for comments
    that were confirmed.
    """
    comments = list(comments)
    emails = {normalize_email(comment.email) for comment in comments if comment.author_id is None and comment.email}
    by_account = histories_by(
        ("author",), Comment.objects.filter(author__in={comment.author_id for comment in comments})
    )
    of_guests = Comment.objects.filter(author=None).annotate(address=Lower("email")).filter(address__in=emails)
    by_email = histories_by(("address", "email_confirmed"), of_guests)
    confirmed = GuestEmail.objects.matching(*emails).confirmed()
    confirmed_emails = set(confirmed.values_list("email", flat=True))
    for comment in comments:
        address = normalize_email(comment.email)
        if comment.author_id:
            text = describe_history(by_account[comment.author_id,])
        elif comment.email_confirmed:
            text = describe_history(by_email[address, True])
        elif address in confirmed_emails:
            text = _("address confirmed, but not in this browser")
        else:
            text = _("%(record)s, address not confirmed") % {"record": describe_history(by_email[address, False])}
        comment.record_text = text


def histories_by(fields: tuple[str, ...], comments: QuerySet[Comment]) -> dict[tuple[object, ...], CommentHistory]:
    """Approved and spam comments, grouped by the fields. One query."""
    counts = {
        "approved": Count("pk", filter=Q(status=Status.APPROVED)),
        "spam": Count("pk", filter=Q(status=Status.SPAM)),
    }
    rows = comments.order_by().values_list(*fields).annotate(**counts)
    return defaultdict(CommentHistory, {tuple(key): CommentHistory(approved, spam) for *key, approved, spam in rows})


def describe_history(record: CommentHistory) -> str:
    return _("%(approved)d approved, %(spam)d spam") % {"approved": record.approved, "spam": record.spam}


def highlight_links(text: str) -> SafeString:
    """Escaped plain text with URLs in ``<mark>``."""
    parts = enumerate(LINK.split(text))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if number % 2 else part,) for number, part in parts)
    )
