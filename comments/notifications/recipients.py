"""Who gets an e-mail about a comment: everyone once, at confirmed addresses only, and never about their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Value, When

from accounts.email_addresses.verified import primary_verified_email, primary_verified_emails, verified_addresses
from accounts.models import User
from comments.models import Comment, GuestEmail, Subscription
from comments.notifications.links import Subscriber

MIN_SHOWN = 3
REPLIES, THREAD = Subscription.Kind.REPLIES, Subscription.Kind.THREAD


@dataclass(frozen=True)
class Recipient:
    """``kind`` is that of the subscription, which the unsubscribe link in the e-mail ends."""

    subscriber: Subscriber
    email: str
    kind: str


def verified_email(account: User) -> str:
    """The address to which an account gets e-mails; empty if none is verified. One query."""
    if not account.is_active:
        return ""
    return primary_verified_email(account).lower()


def author_recipient(comment: Comment) -> Recipient | None:
    """The author of a comment, if they can get e-mails. At most four queries."""
    found: Recipient | None
    if comment.author:
        found = Recipient(Subscriber.of(comment.author), verified_email(comment.author), REPLIES)
    else:
        address = GuestEmail.objects.matching(comment.email).confirmed().first()
        if address and Subscription.objects.filter(address=address, post=comment.post_id, waits=True).exists():
            return None
        found = Recipient(Subscriber.of(address), address.email, REPLIES) if address else None
    return found if found and found.email and not opted_out([found.email]) else None


def gets_mail(comment: Comment) -> bool:
    """Whether the author will certainly get an e-mail when the comment is approved. At most four queries.

    False for an unconfirmed address, even if its owner has confirmed it for another comment.
    """
    is_verified = comment.author_id is not None or comment.email_confirmed
    return comment.wants_mail and is_verified and author_recipient(comment) is not None


def recipients_of(comment: Comment) -> list[Recipient]:
    """Followers of the article and the author of the parent. Five queries for any number of subscribers.

    Everyone is included once, even if they follow as a guest and as a member. A reply takes precedence.
    """
    subscriptions = list(
        Subscription.objects.filter(post=comment.post_id, waits=False)
        .select_related("user", "address")
        .order_by(Case(When(kind=REPLIES, then=Value(0)), default=Value(1)), "user", "pk")
    )
    emails = member_emails(found.user_id for found in subscriptions if found.user_id)
    own = author_emails(comment)
    by_email: dict[str, Recipient] = {}
    for found in subscriptions:
        recipient = recipient_of(found, emails)
        if recipient is None or recipient.email in own or found.user_id == (comment.author_id or 0):
            continue
        if found.kind == THREAD or is_reply_to(comment, found):
            by_email.setdefault(recipient.email, recipient)
    no_mail = opted_out(by_email)
    return [recipient for email, recipient in by_email.items() if email not in no_mail]


def recipient_of(subscription: Subscription, emails: dict[int, str]) -> Recipient | None:
    if subscription.user:
        email = emails.get(subscription.user.pk, "") if subscription.user.is_active else ""
        return Recipient(Subscriber.of(subscription.user), email, subscription.kind) if email else None
    address = subscription.address
    if address is None or address.confirmed_at is None:
        return None
    return Recipient(Subscriber.of(address), address.email, subscription.kind)


def is_reply_to(comment: Comment, subscription: Subscription) -> bool:
    """Whether the comment is a reply to one by the subscriber."""
    parent = comment.parent
    if parent is None:
        return False
    if subscription.user_id or parent.author_id:
        return parent.author_id == subscription.user_id
    return subscription.address is not None and parent.email.lower() == subscription.address.email


def member_emails(accounts: Iterable[int]) -> dict[int, str]:
    return {user: email.lower() for user, email in primary_verified_emails(accounts).items()}


def author_emails(comment: Comment) -> set[str]:
    if comment.author_id is None:
        return {comment.email.lower()}
    verified = verified_addresses(comment.author_id).values_list("email", flat=True)
    return {email.lower() for email in verified}


def opted_out(emails: Iterable[str]) -> set[str]:
    """Those of the addresses whose owners want no e-mail at all."""
    return set(GuestEmail.objects.matching(*emails).without_mail().values_list("email", flat=True))


def mask_email(email: str) -> str:
    """A form of the address that only its owner recognises, because e-mails with links to such pages are forwarded."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > MIN_SHOWN else ''}@{domain}" if name else ""
