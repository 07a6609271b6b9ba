"""Asking for mail about comments, and asking for it no more. Nobody is subscribed without having asked."""

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

MODERATION = "moderation"  # the kind of mail that an unsubscribe link of a moderator ends


def subscribe(comment: Comment, writer: CommentAuthor, *, follow: bool = False, replies: bool = False) -> None:
    """Remember what the writer of a stored comment ticked. Idempotent.

    A guest whose address is not confirmed yet, or may be somebody else's, is asked by mail; until then the
    subscription waits.
    """
    kinds = [Subscription.Kind.REPLIES] * replies + [Subscription.Kind.THREAD] * follow
    if not (kinds or comment.wants_mail):
        return
    with transaction.atomic():
        address, waits = None, False
        if writer.account is None:
            proven = is_verified(writer)
            address = request_confirmation_if_needed(comment.email, comment.network, is_proven=proven, comment=comment)
            if address.wants_no_mail:
                return
            waits = address.confirmed_at is not None and not proven
            if not waits:
                # What somebody else asked for under the address is now asked for by its owner.
                address.subscriptions.filter(post=comment.post_id, kind__in=kinds, waits=True).update(waits=False)
        Subscription.objects.bulk_create(
            [
                Subscription(post_id=comment.post_id, user=writer.account, address=address, kind=kind, waits=waits)
                for kind in kinds
            ],
            ignore_conflicts=True,
        )


def subscriptions_of_member(account: User) -> QuerySet[Subscription]:
    own = Subscription.objects.filter(user=account).select_related("post").defer("post__body")
    return own.order_by("post__title", "kind", "pk")


def leave(subscription: Subscription) -> None:
    """For the page of a signed-in member."""
    with transaction.atomic():
        if subscription.user and subscription.kind == Subscription.Kind.REPLIES:
            forget_waiting(Comment.objects.filter(author=subscription.user, post=subscription.post_id))
        subscription.delete()


def unsubscribe(asked: Unsubscription) -> None:
    """End the mails that the link stands for. Idempotent, and no error when there are none any more."""
    if asked.kind == MODERATION:
        return stop_moderation_mail(asked.reader.account)
    if not asked.post:
        return unsubscribe_from_all(asked.reader)
    person = person_of(asked.reader)
    if person is None:
        return None
    with transaction.atomic():
        subscriptions_of(person).filter(post=asked.post, kind=asked.kind).delete()
        if asked.kind == Subscription.Kind.REPLIES:
            forget_waiting(comments_of(person).filter(post=asked.post))
    return None


def unsubscribe_from_all(reader: Subscriber) -> None:
    """No mail at all to this person's address: what is subscribed to ends, and nothing new begins."""
    person = person_of(reader)
    if person is None:
        return
    with transaction.atomic():
        subscriptions_of(person).delete()
        forget_waiting(comments_of(person))
        if email := email_of(person):
            stop_mail(email)


def stop_moderation_mail(account_id: int) -> None:
    """Idempotent. Whoever is no moderator any more gets none if that changes, either."""
    if User.objects.filter(pk=account_id).exists():
        ModerationMailOptOut.objects.get_or_create(user_id=account_id)


def want_moderation_mail(account_id: int) -> None:
    ModerationMailOptOut.objects.filter(user=account_id).delete()


def gets_moderation_mail(account_id: int) -> bool:
    return not ModerationMailOptOut.objects.filter(user=account_id).exists()


def want_mail_again(reader: Subscriber) -> None:
    person = person_of(reader)
    if person and (email := email_of(person)):
        allow_mail(email)


def is_stopped(reader: Subscriber) -> bool:
    person = person_of(reader)
    return person is not None and wants_no_mail(email_of(person))


def person_of(reader: Subscriber) -> User | GuestEmail | None:
    """None for an account or address that is gone, or whose old links are void."""
    if reader.account:
        return User.objects.filter(pk=reader.account).first()
    return GuestEmail.objects.linked(reader.address, reader.nonce).first()


def email_of(person: User | GuestEmail) -> str:
    return verified_email(person) if isinstance(person, User) else person.email


def subscriptions_of(person: User | GuestEmail) -> QuerySet[Subscription]:
    """A guest's link still works when an account has adopted the address since."""
    if isinstance(person, User):
        return Subscription.objects.filter(user=person)
    return Subscription.objects.filter(Q(address=person) | Q(user__in=users_with_verified_email(person.email)))


def comments_of(person: User | GuestEmail) -> QuerySet[Comment]:
    if isinstance(person, User):
        return Comment.objects.filter(author=person)
    as_guest = Comment.objects.of_guest(person.email).order_by().values("pk")
    as_member = Comment.objects.filter(author__in=users_with_verified_email(person.email)).order_by().values("pk")
    return Comment.objects.filter(pk__in=as_guest.union(as_member))  # with OR, no index serves


def forget_waiting(comments: QuerySet[Comment]) -> None:
    """No mail when they are approved."""
    comments.filter(wants_mail=True).update(wants_mail=False)
