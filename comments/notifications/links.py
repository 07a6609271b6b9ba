"""The links in mails: signed, each for one purpose, and of use only to whoever got the mail.

They stand under /confirm/ and /unsubscribe/, which config/runtime/log_formatters.py keeps out of every log.
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
    """Forged, cut off, or made for something else."""


class ExpiredLink(InvalidLink):
    pass


@dataclass(frozen=True)
class Subscriber:
    """Who gets a mail: an account by its number, or a guest by number and nonce of the address."""

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
    """Which mails a link ends: of one kind about one article, or those to a moderator. With neither, all of them."""

    reader: Subscriber
    post: int = 0
    kind: str = ""


@dataclass(frozen=True)
class DecisionLink:
    """One action on one text of one comment by one moderator, while nobody has decided since ``after``."""

    action: str
    comment: int
    text_version: int
    moderator: int
    after: int


@dataclass(frozen=True)
class Confirmation:
    """An address, and the comment written under it that the mail asked about, if it is still there and a guest's."""

    address: GuestEmail
    comment: Comment | None


def confirmation_link(address: GuestEmail, comment_id: int = 0) -> str:
    return _link("comments:confirm_address", signing.dumps([address.pk, address.nonce, comment_id], salt=CONFIRM_SALT))


def confirmation_asked(token: str) -> Confirmation:
    """Raises LinkRefused when the address is gone or has got other links since. Two queries.

    Mails of former releases name no comment.
    """
    pk, nonce, *named = _read(token, CONFIRM_SALT, CONFIRM_WITHIN, length=(2, 3))
    address = GuestEmail.objects.linked(pk, nonce).first()
    if address is None:
        raise InvalidLink
    comment = Comment.objects.of_guest(address.email).filter(pk__in=named).select_related("post").first()
    return Confirmation(address, comment)


def unsubscribe_link(reader: Subscriber, post: int = 0, kind: str = "") -> str:
    """Never expires: mails are kept for years, and leaving must always be possible."""
    data = [reader.account, reader.address, reader.nonce, post, kind]
    return _link("comments:unsubscribe", signing.dumps(data, salt=UNSUBSCRIBE_SALT))


def unsubscription(token: str) -> Unsubscription:
    account, address, nonce, post, kind = _read(token, UNSUBSCRIBE_SALT, None, length=5)
    return Unsubscription(Subscriber(account, address, nonce), post, kind)


def last_decision(comment: Comment) -> int:
    return Decision.objects.filter(comment=comment).aggregate(last=Max("pk"))["last"] or 0


def decision_link(action: str, comment: Comment, moderator_id: int, after: int) -> str:
    data = [action, comment.pk, comment.text_version, moderator_id, after]
    return _link("comments:decide", action, signing.dumps(data, salt=DECIDE_SALT))


def decision_asked(action: str, token: str) -> DecisionLink:
    """The action stands in the address for people to read; it counts only if it is the signed one."""
    link = DecisionLink(*_read(token, DECIDE_SALT, DECIDE_WITHIN, length=5))
    if link.action != action:
        raise InvalidLink
    return link


def _link(name: str, *args: str) -> str:
    """Absolute, and not made from a request: its host name is the sender's to choose."""
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
