"""Confirming the e-mail addresses of guests: anyone can type any address, so its owner is asked by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from comments.models import Comment, GuestEmail, Subscription
from comments.models.guest_email import normalize_email
from comments.notifications import tasks

RESEND_AFTER = timedelta(days=1)
# An office or a school shares an IP range. More addresses than this are probably other people's.
MAX_REQUESTS_PER_NETWORK = 5


def request_confirmation_if_needed(
    email: str,
    network: str = "",
    now: datetime | None = None,
    *,
    is_verified: bool = False,
    comment: Comment | None = None,
) -> GuestEmail:
    """Get or create the row of an address, and send a confirmation e-mail unless the author has confirmed it.

    At most one e-mail is sent per day, or another one once the last one was answered. ``comment`` is what the e-mail is
    about: confirming it proves that the browser that sent it belongs to the owner of the address. It must be stored,
    because stored comments limit the number of addresses per network. Three to seven queries.
    """
    now = now or timezone.now()
    with transaction.atomic():
        address, _is_new = GuestEmail.objects.get_or_create(email=normalize_email(email))
        if not (address.confirmed_at and is_verified) and not address.wants_no_mail:
            send_confirmation_if_due(address, network, now, comment.pk if comment else 0)
        if comment and not is_verified:
            comment.confirmation_asked_at = now
            comment.save(update_fields=["confirmation_asked_at"])
    return address


def request_confirmation(comment: Comment) -> None:
    """Send a confirmation e-mail at the request of the comment's author, within the same limits.

    The response must not depend on whether it was sent, or it would reveal what is known about the address.
    """
    request_confirmation_if_needed(comment.email, comment.network, comment=comment)


def send_confirmation_if_due(address: GuestEmail, network: str, now: datetime, comment_id: int = 0) -> bool:
    """Send the confirmation e-mail unless there was one recently, or too many from this network."""
    if network and count_recent_requests(network, now) >= MAX_REQUESTS_PER_NETWORK:
        return False
    due = Q(asked_at=None) | Q(asked_at__lte=now - RESEND_AFTER) | Q(confirmed_at__gte=F("asked_at"))
    # Of two simultaneous requests, only one updates the row.
    if not GuestEmail.objects.filter(due, pk=address.pk).update(asked_at=now):
        return False
    address.asked_at = now
    tasks.send_confirmation.enqueue(address.pk, comment_id)
    return True


def count_recent_requests(network: str, now: datetime) -> int:
    """The number of addresses in recent comments from the network that were asked to confirm. One query."""
    typed = Comment.objects.filter(network=network, created_at__gt=now - RESEND_AFTER).exclude(email="")
    asked = GuestEmail.objects.filter(asked_at__gt=now - RESEND_AFTER)
    return asked.filter(email__in=typed.order_by().values(lower_email=Lower("email"))).count()


def confirm(address: GuestEmail, comment_ids: Iterable[int] = ()) -> None:
    """Confirm the address for these comments and the browsers that sent them. Its subscriptions start. Idempotent."""
    with transaction.atomic():
        asked_since = Q(confirmed_at=None) | Q(confirmed_at__lt=F("asked_at"))
        GuestEmail.objects.filter(asked_since, pk=address.pk).update(confirmed_at=timezone.now())
        Subscription.objects.filter(address=address, waits=True).update(waits=False)
        Comment.objects.of_guest(address.email).filter(pk__in=comment_ids).update(email_confirmed=True)


def wants_no_mail(email: str) -> bool:
    """Whether the owner of the address, guest or member, wants no e-mail at all. One query."""
    return GuestEmail.objects.matching(email).without_mail().exists()


def stop_mail(email: str) -> None:
    """Send no e-mail to the address, whoever types it, until its owner allows it again."""
    GuestEmail.objects.update_or_create(email=normalize_email(email), defaults={"wants_no_mail": True})


def allow_mail(email: str) -> None:
    GuestEmail.objects.matching(email).update(wants_no_mail=False)
