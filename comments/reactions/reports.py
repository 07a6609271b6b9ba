"""Readers' reports: stored, told to the moderators, and enough of them take a comment offline until it is decided."""

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

MOST_REPORTS, REPORTS_WITHIN = 5, timedelta(hours=1)  # from one network
# So long a moderator's word stands against the same complaint.
SETTLED_FOR = timedelta(days=1)
# Moderators who have not reacted to as many mails about one comment need no further ones.
MOST_MAILED = 10


def report(
    comment: Comment, key: str, network: str, reason: str, text: str, now: datetime, account: User | None = None
) -> bool:
    """Store a report, tell the moderators, and take the comment offline if that is enough; say whether it is new.

    ``account`` is the signed-in reader who reports. Raises TooManyReactions.
    """
    with transaction.atomic():
        locked(Comment.objects.filter(pk=comment.pk))  # of reports at the same moment, each counts the ones before it
        if Report.objects.filter(comment=comment, reader=key).exists():
            return False
        lately = Report.objects.filter(network=network, created_at__gt=now - REPORTS_WITHIN)
        if lately.count() >= MOST_REPORTS:
            raise TooManyReactions
        new = Report(comment=comment, reader=key, network=network, reason=reason, text=text, created_at=now)
        new.save(force_insert=True)
        if is_enough(new, account):
            public = Comment.objects.approved().filter(pk=comment.pk)
            decide(public, Comment.Status.HELD, by=None, via=Decision.Via.REPORT, why=str(new.description))
        if unresolved(comment).count() <= MOST_MAILED:
            tasks.notify_moderators.enqueue(comment.pk)
    return True


def unresolved(comment: Comment) -> QuerySet[Report]:
    return Report.objects.unresolved().filter(comment=comment)


def is_enough(new: Report, account: User | None) -> bool:
    """Whether a stored report takes its comment offline. Up to nine queries.

    What the article's author or a moderator wrote stays public, and so does what a moderator approved within a day
    knowing of the same complaint. One report of a member with a good record is enough; else reports from as many
    networks as the house rules say.
    """
    comment = new.comment
    settled = settled_reasons(comment, new.created_at)
    if new.reason in settled or bypasses_moderation(comment.author, comment.post):
        return False
    if account and is_reliable(account, comment, new):
        return True
    counted = unresolved(comment).exclude(reason__in=settled)
    return counted.values("network").distinct().count() >= CommentSettings.current().reports_to_hide


def is_reliable(account: User, comment: Comment, new: Report) -> bool:
    """Whether the account moderates or wrote the article, or moderators know it as a good commenter."""
    if bypasses_moderation(account, comment.post):
        return True
    known = load_profile(CommentAuthor(account), new.network, "", new.created_at)
    return known.is_trusted or (known.rule is None and known.has_good_history)


def settled_reasons(comment: Comment, now: datetime) -> set[str]:
    """The complaints about a public comment that a moderator resolved within a day."""
    resolved = Report.objects.filter(comment=comment, resolved_at__gt=now - SETTLED_FOR)
    return set(resolved.values_list("reason", flat=True))
