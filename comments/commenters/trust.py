"""How moderators treat the person who writes: by account, by confirmed address, by network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.verified_emails import verified_addresses
from comments.models import CommenterRule
from comments.models.guest_email import normalize_email

# The hardest counts: a trusted account in a banned network writes nothing.
SEVERITY = {CommenterRule.Verdict.BANNED: 0, CommenterRule.Verdict.HELD: 1, CommenterRule.Verdict.TRUSTED: 2}


def rule_for(account_id: int | None, email: str, network: str, now: datetime) -> CommenterRule | None:
    """The standing that counts. An account's verified addresses count with it: who registers is not somebody else.
    A typed address is held or banned like a proven one; only a proven one is trusted, which the caller has to see to
    (``comments.moderation.approval``). One query.
    """
    whose = Q(of=CommenterRule.Of.NETWORK, value=network)
    if account_id is not None:
        own = verified_addresses(account_id).order_by().values(lower_email=Lower("email"))
        whose |= Q(of=CommenterRule.Of.ACCOUNT, value=str(account_id)) | Q(of=CommenterRule.Of.ADDRESS, value__in=own)
    if email:
        whose |= Q(of=CommenterRule.Of.ADDRESS, value=normalize_email(email))
    return strictest(CommenterRule.objects.valid(now).filter(whose))


def strictest(standings: Iterable[CommenterRule]) -> CommenterRule | None:
    return min(standings, key=lambda standing: SEVERITY[CommenterRule.Verdict(standing.verdict)], default=None)
