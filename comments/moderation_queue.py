"""Who decides about comments, and what can be decided."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from comments.commenters.trust import moderators
from comments.models import Comment, Report

# key in forms and signed links: (state, what the button says)
ACTIONS: dict[str, tuple[Comment.Status, str | Promise]] = {
    "approve": (Comment.Status.APPROVED, _("Approve")),
    "spam": (Comment.Status.SPAM, _("Mark as spam")),
    "remove": (Comment.Status.REMOVED, pgettext_lazy("comment", "Remove")),
}


def action_label(action: str, comment: Comment) -> str | Promise:
    """What the button says: to approve what is public is to keep it although it was reported. At most one query."""
    if action == "approve" and comment.status == Comment.Status.APPROVED and comment.unresolved_reports:
        return _("Keep it published")
    return ACTIONS[action][1]


def needs_decision(comment: Comment) -> bool:
    """The same question as ``reported``, or held, of one comment. At most one query."""
    if comment.status == Comment.Status.APPROVED:
        return bool(comment.unresolved_reports)
    return comment.status == Comment.Status.HELD


def reported() -> QuerySet[Comment]:
    """Public comments with reports that no moderator has resolved."""
    return Comment.objects.approved().filter(pk__in=Report.objects.unresolved().values("comment"))


def count_to_moderate() -> int:
    """How many comments need a decision: those that are held, and reported ones. Two queries."""
    return Comment.objects.held().count() + reported().count()


def moderators_with_mail() -> QuerySet[User]:
    """Moderators who have not turned off the mails about comments that need a decision."""
    return moderators().filter(moderation_mail_opt_out=None)
