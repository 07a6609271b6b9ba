"""An account that proves an e-mail address adopts what a guest wrote and subscribed to under it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts.allauth.models import EmailAddress
from accounts.allauth.signals import email_confirmed
from accounts.models import User
from blog.cache.versions import invalidate
from comments.models import Comment, GuestEmail, Subscription

# What moderators took out is nobody's pride: it may have been written by somebody else under this address.
CLAIMED = (Comment.Status.APPROVED, Comment.Status.HELD)


@receiver(email_confirmed, dispatch_uid="comments.commenters.claiming")
def claim_on_confirmation(sender: object, email_address: EmailAddress, **kwargs: Any) -> None:
    if email_address.verified:
        claim(email_address.user, email_address.email)


def claim(account: User, email: str) -> int:
    """Give the account the guest comments of exactly this address, which it has proven. Idempotent.

    Returns how many. Their names become the account's on all pages; the address stays only with the account.
    What waits under an address that was confirmed before stays a guest's unless it was confirmed too: whoever wrote
    it has only typed the address, and moderators are to see it so.
    """
    with transaction.atomic():
        adopted = Comment.objects.of_guest(email).filter(status__in=CLAIMED)
        addresses = GuestEmail.objects.matching(email)
        if addresses.confirmed().exists():
            adopted = adopted.exclude(status=Comment.Status.HELD, email_confirmed=False)
        posts = set(adopted.order_by().values_list("post", flat=True).distinct())
        count = adopted.update(author=account, email="")
        for address in addresses:
            move_subscriptions(address, account)
        if posts:
            invalidate("comments", *(f"comments:{post}" for post in posts))
    return count


def move_subscriptions(address: GuestEmail, account: User) -> None:
    """The address keeps its row: links in old mails still lead to it, and so to the account."""
    moved = [
        Subscription(user=account, post_id=post, kind=kind)
        for post, kind in Subscription.objects.filter(address=address, waits=False).values_list("post", "kind")
    ]
    Subscription.objects.bulk_create(moved, ignore_conflicts=True)
    Subscription.objects.filter(address=address).delete()
