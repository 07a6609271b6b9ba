"""How many comments a person may send. Counted in the comments themselves, so that no lost cache forgets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comments.errors import TooManyComments
from comments.models import Comment


@dataclass(frozen=True)
class Limit:
    comments: int
    within: timedelta


BURST, DAY = timedelta(minutes=10), timedelta(days=1)
# A lively talk is a comment every two minutes.
ACCOUNT_LIMITS = (Limit(5, BURST), Limit(30, DAY))
# Up to 256 neighbours may share a network, an office or a school for example: they get twice as much.
NETWORK_LIMITS = (Limit(10, BURST), Limit(60, DAY))


def check_rate_limits(account_id: int | None, network: str, now: datetime) -> None:
    """Members count by their account, guests by their network. One query; raises TooManyComments."""
    limits = NETWORK_LIMITS if account_id is None else ACCOUNT_LIMITS
    whose: dict[str, str | int] = {"network": network} if account_id is None else {"author": account_id}
    sent = list(
        Comment.objects.filter(created_at__gt=now - DAY, **whose)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: max(limit.comments for limit in limits)]
    )
    waits = [
        sent[limit.comments - 1] + limit.within - now
        for limit in limits
        if len(sent) >= limit.comments and sent[limit.comments - 1] > now - limit.within
    ]
    if waits:
        raise TooManyComments(max(waits))
