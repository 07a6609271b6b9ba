"""Readers' reports. Moderators are notified; enough reports take a comment offline until a moderator decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from comments.commenters.author import CommentAuthor
from comments.commenters.trust import bypasses_moderation, load_profile
from comments.errors import TooManyReactions
from comments.models import Comment, CommentSettings, Decision, Report
from comments.moderation.decide import decide, locked
from comments.notifications import tasks

MAX_REPORTS, REPORTS_WITHIN = 5, timedelta(hours=1)  # from one network
# After a moderator's decision, further reports with the same reason have no effect for this long.
DECISION_PROTECTS_FOR = timedelta(days=1)
# Moderators get no more e-mails about one comment than this.
MAX_REPORT_EMAILS = 10


def report(
    comment: Comment, key: str, network: str, reason: str, text: str, now: datetime, account: User | None = None
) -> bool:
    """Store a report, notify the moderators, and take the comment offline if there are enough reports.

    Return whether the report is new. ``account`` is the reporter's, if they are logged in. Raises TooManyReactions.
    """
    with transaction.atomic():
        locked(Comment.objects.filter(pk=comment.pk))  # so that concurrent reports count each other
        if Report.objects.filter(comment=comment, reader=key).exists():
            return False
        lately = Report.objects.filter(network=network, created_at__gt=now - REPORTS_WITHIN)
        if lately.count() >= MAX_REPORTS:
            raise TooManyReactions
        new = Report(comment=comment, reader=key, network=network, reason=reason, text=text, created_at=now)
        new.save(force_insert=True)
        if takes_comment_offline(new, account):
            public = Comment.objects.approved().filter(pk=comment.pk)
            decide(public, Comment.Status.HELD, by=None, via=Decision.Via.REPORT, why=str(new.description), now=now)
        if unresolved(comment).count() <= MAX_REPORT_EMAILS:
            tasks.notify_moderators.enqueue(comment.pk)
    return True


def unresolved(comment: Comment) -> QuerySet[Report]:
    return Report.objects.unresolved().filter(comment=comment)


def takes_comment_offline(new: Report, account: User | None) -> bool:
    """Whether a stored report takes its comment offline. Up to nine queries.

    Comments by the article's authors and by moderators stay online, and so do comments that a moderator approved in
    the last day after a report with the same reason. One report by a reliable member is enough; otherwise it takes
    reports from as many networks as the comment settings say.
    """
    comment = new.comment
    settled = settled_reasons(comment, new.created_at)
    if new.reason in settled or bypasses_moderation(comment.author, comment.post):
        return False
    if account and is_reliable_reporter(account, comment, new):
        return True
    counted = unresolved(comment).exclude(reason__in=settled)
    return counted.values("network").distinct().count() >= CommentSettings.current().reports_to_hide


def is_reliable_reporter(account: User, comment: Comment, new: Report) -> bool:
    """Whether the reporter moderates, wrote the article, is trusted by a rule or has a good history as a commenter."""
    if bypasses_moderation(account, comment.post):
        return True
    known = load_profile(CommentAuthor(account), new.network, "", new.created_at)
    return known.is_trusted or (known.rule is None and known.has_good_history)


def settled_reasons(comment: Comment, now: datetime) -> set[str]:
    """The reasons of reports that a moderator resolved in the last day."""
    resolved = Report.objects.filter(comment=comment, resolved_at__gt=now - DECISION_PROTECTS_FOR)
    return set(resolved.values_list("reason", flat=True))
