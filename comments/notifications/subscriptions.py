"""Subscribing to e-mails about comments, and unsubscribing."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.email_addresses.verified import users_with_verified_email
from accounts.models import User
from comments.commenters.author import CommentAuthor
from comments.commenters.trust import is_verified
from comments.models import Comment, GuestEmail, ModerationMailOptOut, Subscription
from comments.notifications.confirmation import allow_mail, request_confirmation_if_needed, stop_mail, wants_no_mail
from comments.notifications.links import Subscriber, Unsubscription
from comments.notifications.recipients import verified_email

MODERATION = "moderation"  # the kind in unsubscribe links of e-mails to moderators


def subscribe(comment: Comment, author: CommentAuthor, *, follow: bool = False, replies: bool = False) -> None:
    """Create the subscriptions that the author of a comment asked for. Idempotent.

    If the address of a guest isn't confirmed, or may be someone else's, they get an e-mail to confirm it. Until then
    the subscription is on hold.
    """
    kinds = [Subscription.Kind.REPLIES] * replies + [Subscription.Kind.THREAD] * follow
    if not (kinds or comment.wants_mail):
        return
    with transaction.atomic():
        address, waits = None, False
        if author.account is None:
            verified = is_verified(author)
            address = request_confirmation_if_needed(
                comment.email, comment.network, is_verified=verified, comment=comment
            )
            if address.wants_no_mail:
                return
            waits = address.confirmed_at is not None and not verified
            if not waits:
                # If someone else requested these subscriptions, the owner of the address now did, too.
                address.subscriptions.filter(post=comment.post_id, kind__in=kinds, waits=True).update(waits=False)
        Subscription.objects.bulk_create(
            [
                Subscription(post_id=comment.post_id, user=author.account, address=address, kind=kind, waits=waits)
                for kind in kinds
            ],
            ignore_conflicts=True,
        )


def subscriptions_of_member(account: User) -> QuerySet[Subscription]:
    own = Subscription.objects.filter(user=account).select_related("post").defer("post__body")
    return own.order_by("post__title", "kind", "pk")


def leave(subscription: Subscription) -> None:
    """End a subscription of a member who is logged in."""
    with transaction.atomic():
        if subscription.user and subscription.kind == Subscription.Kind.REPLIES:
            cancel_approval_emails(Comment.objects.filter(author=subscription.user, post=subscription.post_id))
        subscription.delete()


def unsubscribe(asked: Unsubscription) -> None:
    """End the e-mails that the link is for. Idempotent; it isn't an error if the subscription is gone."""
    if asked.kind == MODERATION:
        return stop_moderation_mail(asked.subscriber.account)
    if not asked.post:
        return unsubscribe_from_all(asked.subscriber)
    person = find_person(asked.subscriber)
    if person is None:
        return None
    with transaction.atomic():
        subscriptions_of(person).filter(post=asked.post, kind=asked.kind).delete()
        if asked.kind == Subscription.Kind.REPLIES:
            cancel_approval_emails(comments_of(person).filter(post=asked.post))
    return None


def unsubscribe_from_all(subscriber: Subscriber) -> None:
    """End all subscriptions of a subscriber, and send nothing to their address any more."""
    person = find_person(subscriber)
    if person is None:
        return
    with transaction.atomic():
        subscriptions_of(person).delete()
        cancel_approval_emails(comments_of(person))
        if email := email_of(person):
            stop_mail(email)


def stop_moderation_mail(account_id: int) -> None:
    """Idempotent. It also applies to former moderators, in case they become moderators again."""
    if User.objects.filter(pk=account_id).exists():
        ModerationMailOptOut.objects.get_or_create(user_id=account_id)


def resume_moderation_mail(account_id: int) -> None:
    ModerationMailOptOut.objects.filter(user=account_id).delete()


def gets_moderation_mail(account_id: int) -> bool:
    return not ModerationMailOptOut.objects.filter(user=account_id).exists()


def allow_mail_to(subscriber: Subscriber) -> None:
    person = find_person(subscriber)
    if person and (email := email_of(person)):
        allow_mail(email)


def is_stopped(subscriber: Subscriber) -> bool:
    person = find_person(subscriber)
    return person is not None and wants_no_mail(email_of(person))


def find_person(subscriber: Subscriber) -> User | GuestEmail | None:
    """None if the account or address was deleted or its links were revoked."""
    if subscriber.account:
        return User.objects.filter(pk=subscriber.account).first()
    return GuestEmail.objects.linked(subscriber.address, subscriber.nonce).first()


def email_of(person: User | GuestEmail) -> str:
    return verified_email(person) if isinstance(person, User) else person.email


def subscriptions_of(person: User | GuestEmail) -> QuerySet[Subscription]:
    """A guest's link still works after a member claimed the address."""
    if isinstance(person, User):
        return Subscription.objects.filter(user=person)
    return Subscription.objects.filter(Q(address=person) | Q(user__in=users_with_verified_email(person.email)))


def comments_of(person: User | GuestEmail) -> QuerySet[Comment]:
    if isinstance(person, User):
        return Comment.objects.filter(author=person)
    as_guest = Comment.objects.of_guest(person.email).order_by().values("pk")
    as_member = Comment.objects.filter(author__in=users_with_verified_email(person.email)).order_by().values("pk")
    return Comment.objects.filter(pk__in=as_guest.union(as_member))  # OR would use no index


def cancel_approval_emails(comments: QuerySet[Comment]) -> None:
    """Send no e-mails when these comments are approved."""
    comments.filter(wants_mail=True).update(wants_mail=False)
