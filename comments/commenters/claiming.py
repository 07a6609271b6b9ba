"""Members who verify an e-mail address claim the comments and subscriptions that guests made under it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts.allauth.models import EmailAddress
from accounts.allauth.signals import email_confirmed
from accounts.models import User
from blog.cache.versions import invalidate
from comments.models import Comment, GuestEmail, Subscription

# Rejected comments are not claimed: someone else may have sent them under this address.
CLAIMABLE = (Comment.Status.APPROVED, Comment.Status.HELD)


@receiver(email_confirmed, dispatch_uid="comments.commenters.claiming")
def claim_on_confirmation(sender: object, email_address: EmailAddress, **kwargs: Any) -> None:
    if email_address.verified:
        claim(email_address.user, email_address.email)


def claim(account: User, email: str) -> int:
    """Make the account the author of guest comments sent under its verified address; return how many. Idempotent.

    They are shown under the account's name from now on, and no longer store the address. If a guest confirmed the
    address before, pending comments that weren't confirmed are left out: their authors only typed the address, and
    moderators should see that.
    """
    with transaction.atomic():
        claimed = Comment.objects.of_guest(email).filter(status__in=CLAIMABLE)
        addresses = GuestEmail.objects.matching(email)
        if addresses.confirmed().exists():
            claimed = claimed.exclude(status=Comment.Status.HELD, email_confirmed=False)
        posts = set(claimed.order_by().values_list("post", flat=True).distinct())
        count = claimed.update(author=account, email="")
        for address in addresses:
            move_subscriptions(address, account)
        if posts:
            invalidate("comments", *(f"comments:{post}" for post in posts))
    return count


def move_subscriptions(address: GuestEmail, account: User) -> None:
    """The row of the address is kept, so that links in old e-mails still work for the account."""
    moved = [
        Subscription(user=account, post_id=post, kind=kind)
        for post, kind in Subscription.objects.filter(address=address, waits=False).values_list("post", "kind")
    ]
    Subscription.objects.bulk_create(moved, ignore_conflicts=True)
    Subscription.objects.filter(address=address).delete()
