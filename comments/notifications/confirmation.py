"""E-mail addresses that guests type. Anybody can type any address, so each is confirmed by a mail to it, once."""

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

ASK_AGAIN_AFTER = timedelta(days=1)
# An office or a school shares a network; whoever types more addresses than these types other people's.
MOST_ASKED_A_NETWORK = 5


def request_confirmation_if_needed(
    email: str,
    network: str = "",
    now: datetime | None = None,
    *,
    is_proven: bool = False,
    comment: Comment | None = None,
) -> GuestEmail:
    """The row of an address. Unless it is confirmed and the writer's own, it is asked by mail, at most once a day,
    or once more as soon as it has answered. Three to seven queries.

    Call it after the comment is stored: the comments of a network tell how many addresses were asked from there.
    ``comment`` is what the mail asks about; confirming proves the address for the browser that wrote it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        address, _is_new = GuestEmail.objects.get_or_create(email=normalize_email(email))
        if not (address.confirmed_at and is_proven) and not address.wants_no_mail:
            ask(address, network, now, comment.pk if comment else 0)
        if comment and not is_proven:
            comment.confirmation_asked_at = now
            comment.save(update_fields=["confirmation_asked_at"])
    return address


def request_confirmation(comment: Comment) -> None:
    """Mail the address of a guest's comment, whose writer wants to confirm it, as far as ``note_address`` allows.

    What the writer is told does not depend on that: it would tell what is known of the address.
    """
    request_confirmation_if_needed(comment.email, comment.network, comment=comment)


def ask(address: GuestEmail, network: str, now: datetime, comment_id: int = 0) -> bool:
    """Send the confirmation mail unless there was one of late, or too many from this network."""
    if network and asked_from(network, now) >= MOST_ASKED_A_NETWORK:
        return False
    due = Q(asked_at=None) | Q(asked_at__lte=now - ASK_AGAIN_AFTER) | Q(confirmed_at__gte=F("asked_at"))
    # Of two requests at once only one changes the row.
    if not GuestEmail.objects.filter(due, pk=address.pk).update(asked_at=now):
        return False
    address.asked_at = now
    tasks.ask_for_confirmation.enqueue(address.pk, comment_id)
    return True


def asked_from(network: str, now: datetime) -> int:
    """How many addresses that comments of a network named were asked within a day. Counted in the database."""
    typed = Comment.objects.filter(network=network, created_at__gt=now - ASK_AGAIN_AFTER).exclude(email="")
    asked = GuestEmail.objects.filter(asked_at__gt=now - ASK_AGAIN_AFTER)
    return asked.filter(email__in=typed.order_by().values(lower_email=Lower("email"))).count()


def confirm(address: GuestEmail, comment_ids: Iterable[int] = ()) -> None:
    """Idempotent. What was subscribed to before is sent from now on, and the browsers of these comments are known."""
    with transaction.atomic():
        asked_since = Q(confirmed_at=None) | Q(confirmed_at__lt=F("asked_at"))
        GuestEmail.objects.filter(asked_since, pk=address.pk).update(confirmed_at=timezone.now())
        Subscription.objects.filter(address=address, waits=True).update(waits=False)
        Comment.objects.of_guest(address.email).filter(pk__in=comment_ids).update(email_confirmed=True)


def wants_no_mail(email: str) -> bool:
    """Whether the owner has asked for no mail at all; a member's address counts like a guest's. One query."""
    return GuestEmail.objects.matching(email).without_mail().exists()


def stop_mail(email: str) -> None:
    """No mail at all to an address, whoever types it, until its owner says otherwise."""
    GuestEmail.objects.update_or_create(email=normalize_email(email), defaults={"wants_no_mail": True})


def allow_mail(email: str) -> None:
    GuestEmail.objects.matching(email).update(wants_no_mail=False)
