"""What is known of the person who writes: how moderators treat it, and what became of its comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Count, Q

from comments.models import Comment, Standing
from comments.models.comment import by_guest
from comments.people.guest_addresses import confirmed_since
from comments.people.standings import standing_of
from comments.people.writer import Writer
from comments.spam.rules import Record

# Whoever sends the same words again after this time may mean it, and networks change hands.
LATELY = timedelta(days=30)
Status = Comment.Status


@dataclass(frozen=True)
class Known:
    """``is_proven`` is the answer of the function of that name."""

    standing: Standing | None = None
    is_proven: bool = False
    record: Record = Record()
    repeated: bool = False

    def has(self, verdict: Standing.Verdict) -> bool:
        return self.standing is not None and self.standing.verdict == verdict

    @property
    def is_trusted(self) -> bool:
        """A guest is trusted by the address only when it is confirmed."""
        needs_proof = self.standing is not None and self.standing.of == Standing.Of.ADDRESS
        return self.has(Standing.Verdict.TRUSTED) and (self.is_proven or not needs_proof)


def is_proven(writer: Writer) -> bool:
    """Whether the address is the writer's own. An account's is when it is verified. One query, for guests up to two.

    A guest's is when it was confirmed after this browser wrote under it, or when a moderator has approved what this
    browser wrote under it. Typing somebody's confirmed address proves nothing, neither now nor the second time.
    """
    if writer.account:
        return bool(EmailAddress.objects.filter(user=writer.account, verified=True).exists())
    confirmed_at = confirmed_since(writer.email) if writer.own_ids else None
    if confirmed_at is None:
        return False
    proof = Q(created_at__lte=confirmed_at) | Q(status=Status.APPROVED, decided_by__isnull=False)
    return Comment.objects.of_guest(writer.email).filter(proof, pk__in=writer.own_ids).exists()


def known_of(writer: Writer, network: str, body: str, now: datetime, *, apart_from: int | None = None) -> Known:
    """Three queries, up to four for a guest who wrote before.

    ``apart_from`` is the comment that is edited, which does not count for its own writer.
    """
    account = writer.account
    standing = standing_of(account.pk if account else None, writer.email, network, now)
    proven = is_proven(writer)
    known = Known(standing, proven)
    own = Q(author=account) if account else by_guest(writer.email)
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
    return replace(known, record=Record(**counts), repeated=repeated)
