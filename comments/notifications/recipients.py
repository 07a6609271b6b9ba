"""Who is e-mailed about a comment: each user once, never about their own, at confirmed addresses only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Value, When

from accounts.email_addresses.verified import primary_verified_email, primary_verified_emails, verified_addresses
from accounts.models import User
from comments.models import Comment, GuestEmail, Subscription
from comments.notifications.links import Subscriber

LEAST_SHOWN = 3
REPLIES, THREAD = Subscription.Kind.REPLIES, Subscription.Kind.THREAD


@dataclass(frozen=True)
class Recipient:
    """``kind`` is the subscription that the mail comes from, and that its unsubscribe link ends."""

    reader: Subscriber
    email: str
    kind: str


def verified_email(account: User) -> str:
    """Where an account gets mail; empty while no address of it is verified. One query."""
    if not account.is_active:
        return ""
    return primary_verified_email(account).lower()


def writer_of(comment: Comment) -> Recipient | None:
    """Who wrote a comment, if the person can get mail. At most four queries."""
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
    """Whether its writer can be promised a mail when it is published. At most four queries.

    Never under an address that was only typed, whether or not its owner confirmed it elsewhere.
    """
    is_proven = comment.author_id is not None or comment.email_confirmed
    return comment.wants_mail and is_proven and writer_of(comment) is not None


def recipients_of(comment: Comment) -> list[Recipient]:
    """Followers of the article and the one who is answered. Five queries for any number of people.

    Whoever is both, or follows as a guest and as a member, stands here once; as the one who is answered first.
    """
    subscriptions = list(
        Subscription.objects.filter(post=comment.post_id, waits=False)
        .select_related("user", "address")
        .order_by(Case(When(kind=REPLIES, then=Value(0)), default=Value(1)), "user", "pk")
    )
    emails = emails_of_members(found.user_id for found in subscriptions if found.user_id)
    own = own_emails(comment)
    by_email: dict[str, Recipient] = {}
    for found in subscriptions:
        recipient = recipient_of(found, emails)
        if recipient is None or recipient.email in own or found.user_id == (comment.author_id or 0):
            continue
        if found.kind == THREAD or answers(comment, found):
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


def answers(comment: Comment, subscription: Subscription) -> bool:
    """Whether the comment is a reply to one that the subscriber wrote."""
    parent = comment.parent
    if parent is None:
        return False
    if subscription.user_id or parent.author_id:
        return parent.author_id == subscription.user_id
    return subscription.address is not None and parent.email.lower() == subscription.address.email


def emails_of_members(accounts: Iterable[int]) -> dict[int, str]:
    return {user: email.lower() for user, email in primary_verified_emails(accounts).items()}


def own_emails(comment: Comment) -> set[str]:
    if comment.author_id is None:
        return {comment.email.lower()}
    verified = verified_addresses(comment.author_id).values_list("email", flat=True)
    return {email.lower() for email in verified}


def opted_out(emails: Iterable[str]) -> set[str]:
    """Those of the addresses that want no mail at all."""
    return set(GuestEmail.objects.matching(*emails).without_mail().values_list("email", flat=True))


def mask_email(email: str) -> str:
    """Enough for the owner to know it by: mails are forwarded, and links with them."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > LEAST_SHOWN else ''}@{domain}" if name else ""
