"""Signed links in e-mails. Each is for one purpose and one recipient.

Their URLs contain /confirm/ or /unsubscribe/; config/runtime/log_formatters.py masks what follows in the logs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Max
from django.urls import reverse

from accounts.models import User, user_key
from comments.models import Comment, Decision, GuestEmail

CONFIRM_SALT, UNSUBSCRIBE_SALT, DECIDE_SALT = "comments.confirm", "comments.unsubscribe", "comments.decide"
CONFIRM_WITHIN = timedelta(days=7)
DECIDE_WITHIN = timedelta(days=7)


class InvalidLink(ValueError):
    """The link is forged, incomplete or for another purpose."""


class ExpiredLink(InvalidLink):
    pass


@dataclass(frozen=True)
class Subscriber:
    """Who gets an e-mail: an account by its id, or a guest by the id and nonce of their address."""

    account: int = 0
    address: int = 0
    nonce: str = ""

    @classmethod
    def of(cls, person: User | GuestEmail) -> Subscriber:
        if isinstance(person, User):
            return cls(account=person.pk)
        return cls(address=person.pk, nonce=person.nonce)

    @property
    def key(self) -> str:
        return user_key(self.account) if self.account else f"address:{self.address}"


@dataclass(frozen=True)
class Unsubscription:
    """What a link ends: e-mails of one kind about an article, those to a moderator, or with neither, all e-mails."""

    subscriber: Subscriber
    post: int = 0
    kind: str = ""


@dataclass(frozen=True)
class DecisionLink:
    """An action by a moderator on one version of a comment's text. ``after`` is the comment's last decision so far."""

    action: str
    comment: int
    text_version: int
    moderator: int
    after: int


@dataclass(frozen=True)
class Confirmation:
    """An address, and the comment that the e-mail was about, if it still exists and belongs to a guest."""

    address: GuestEmail
    comment: Comment | None


def confirmation_link(address: GuestEmail, comment_id: int = 0) -> str:
    return _link("comments:confirm_address", signing.dumps([address.pk, address.nonce, comment_id], salt=CONFIRM_SALT))


def read_confirmation_link(token: str) -> Confirmation:
    """Raise InvalidLink if the address was deleted or its links were revoked. Two queries.

    E-mails sent by version 0.1 don't contain the id of a comment.
    """
    pk, nonce, *comment_ids = _read(token, CONFIRM_SALT, CONFIRM_WITHIN, length=(2, 3))
    address = GuestEmail.objects.linked(pk, nonce).first()
    if address is None:
        raise InvalidLink
    comment = Comment.objects.of_guest(address.email).filter(pk__in=comment_ids).select_related("post").first()
    return Confirmation(address, comment)


def unsubscribe_link(subscriber: Subscriber, post: int = 0, kind: str = "") -> str:
    """It never expires, because people keep e-mails for years and must always be able to unsubscribe."""
    data = [subscriber.account, subscriber.address, subscriber.nonce, post, kind]
    return _link("comments:unsubscribe", signing.dumps(data, salt=UNSUBSCRIBE_SALT))


def read_unsubscribe_link(token: str) -> Unsubscription:
    account, address, nonce, post, kind = _read(token, UNSUBSCRIBE_SALT, None, length=5)
    return Unsubscription(Subscriber(account, address, nonce), post, kind)


def last_decision(comment: Comment) -> int:
    return Decision.objects.filter(comment=comment).aggregate(last=Max("pk"))["last"] or 0


def decision_link(action: str, comment: Comment, moderator_id: int, after: int) -> str:
    data = [action, comment.pk, comment.text_version, moderator_id, after]
    return _link("comments:decide", action, signing.dumps(data, salt=DECIDE_SALT))


def read_decision_link(action: str, token: str) -> DecisionLink:
    """The action in the URL is for people to read. Raises InvalidLink if it isn't the signed one."""
    link = DecisionLink(*_read(token, DECIDE_SALT, DECIDE_WITHIN, length=5))
    if link.action != action:
        raise InvalidLink
    return link


def _link(name: str, *args: str) -> str:
    """An absolute URL. It isn't made from a request, whose host name can be forged."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _read(token: str, salt: str, within: timedelta | None, *, length: int | tuple[int, ...]) -> list[Any]:
    try:
        data = signing.loads(token, salt=salt, max_age=within)
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except (signing.BadSignature, ValueError) as error:
        raise InvalidLink from error
    if not isinstance(data, list) or len(data) not in (length if isinstance(length, tuple) else (length,)):
        raise InvalidLink
    return data
