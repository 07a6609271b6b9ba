"""What is known of the person who writes: how moderators treat it, and what became of its comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q

from accounts.verified_emails import has_verified_email
from comments.commenters.author import CommentAuthor
from comments.commenters.trust import rule_for
from comments.models import Comment, CommenterRule
from comments.models.comment import by_guest

# Whoever sends the same words again after this time may mean it, and networks change hands.
LATELY = timedelta(days=30)
Status = Comment.Status


@dataclass(frozen=True)
class CommentHistory:
    """Comments that moderators decided: of the person (account, confirmed address), and of the network lately."""

    approved: int = 0
    spam: int = 0
    network_approved: int = 0
    network_spam: int = 0


@dataclass(frozen=True)
class CommenterProfile:
    """``is_proven`` is the answer of the function of that name."""

    standing: CommenterRule | None = None
    is_proven: bool = False
    record: CommentHistory = CommentHistory()
    repeated: bool = False

    def has(self, verdict: CommenterRule.Verdict) -> bool:
        return self.standing is not None and self.standing.verdict == verdict

    @property
    def is_trusted(self) -> bool:
        """A guest is trusted by the address only when it is confirmed."""
        needs_proof = self.standing is not None and self.standing.of == CommenterRule.Of.ADDRESS
        return self.has(CommenterRule.Verdict.TRUSTED) and (self.is_proven or not needs_proof)

    @property
    def has_good_record(self) -> bool:
        """More approved comments than spam, under a proven address."""
        return self.is_proven and self.record.approved > self.record.spam


def is_proven(writer: CommentAuthor) -> bool:
    """Whether the address is the writer's own. An account's is when it is verified. At most one query.

    A guest's is when it was confirmed by mail for a comment of this browser. Typing somebody's confirmed address
    proves nothing, and neither does a moderator's approval: it is about the words, not about who wrote them.
    """
    if writer.account:
        return has_verified_email(writer.account)
    own = Comment.objects.of_guest(writer.email).filter(pk__in=writer.own_ids, email_confirmed=True)
    return bool(writer.own_ids) and own.exists()


def load_profile(
    writer: CommentAuthor, network: str, body: str, now: datetime, *, apart_from: int | None = None
) -> CommenterProfile:
    """Three queries. Of a guest's record only comments count that are confirmed, or were sent from this browser.

    ``apart_from`` is the comment that is edited, which does not count for its own writer.
    """
    account = writer.account
    standing = rule_for(account.pk if account else None, writer.email, network, now)
    proven = is_proven(writer)
    known = CommenterProfile(standing, proven)
    of_guest = by_guest(writer.email) & (Q(email_confirmed=True) | Q(pk__in=writer.own_ids))
    own = Q(author=account) if account else of_guest
    near = Q(network=network, created_at__gt=now - LATELY)
    theirs = own if proven else Q(pk=None)
    counts = (
        Comment.objects.filter(theirs | near)
        .exclude(pk=apart_from or 0)
        .aggregate(
            approved=Count("pk", filter=theirs & Q(status=Status.APPROVED)),
            spam=Count("pk", filter=theirs & Q(status=Status.SPAM)),
            network_approved=Count("pk", filter=near & Q(status=Status.APPROVED)),
            network_spam=Count("pk", filter=near & Q(status=Status.SPAM)),
            same=Count("pk", filter=Q(body=body, created_at__gt=now - LATELY)),
        )
    )
    repeated = counts.pop("same") > 0
    return replace(known, record=CommentHistory(**counts), repeated=repeated)
