"""The moderation queue: which comments need a decision, and what moderators can decide."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from comments.commenters.trust import moderators
from comments.models import Comment, Report

# Key in forms and signed links: (new status, label of the button)
ACTIONS: dict[str, tuple[Comment.Status, str | Promise]] = {
    "approve": (Comment.Status.APPROVED, _("Approve")),
    "spam": (Comment.Status.SPAM, _("Mark as spam")),
    "remove": (Comment.Status.REMOVED, pgettext_lazy("comment", "Remove")),
}


def action_label(action: str, comment: Comment) -> str | Promise:
    """The label of the button. Approving a reported comment that is public means keeping it. At most one query."""
    if action == "approve" and comment.status == Comment.Status.APPROVED and comment.unresolved_reports:
        return _("Keep it published")
    return ACTIONS[action][1]


def needs_decision(comment: Comment) -> bool:
    """Whether a comment is held or ``reported()``. At most one query."""
    if comment.status == Comment.Status.APPROVED:
        return bool(comment.unresolved_reports)
    return comment.status == Comment.Status.HELD


def reported() -> QuerySet[Comment]:
    """Public comments with unresolved reports.

    The other statuses are excluded: a database that looks for approved comments reads all of them.
    """
    others = set(Comment.Status) - {Comment.Status.APPROVED}
    return Comment.objects.filter(pk__in=Report.objects.unresolved().values("comment")).exclude(status__in=others)


def count_to_moderate() -> int:
    """The number of comments that are held or reported. Two queries."""
    return Comment.objects.held().count() + reported().count()


def moderators_with_mail() -> QuerySet[User]:
    """Moderators who haven't turned off e-mails about comments that need a decision."""
    return moderators().filter(moderation_mail_opt_out=None)
