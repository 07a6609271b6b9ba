"""Look-ups of e-mail addresses that their owners have confirmed. Nothing else asks allauth's EmailAddress for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from accounts.allauth.models import EmailAddress
from accounts.models import User


def verified_addresses(user: User | int | None) -> QuerySet[EmailAddress]:
    """Of one user, the primary address first."""
    return EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")  # type: ignore[no-any-return]


def primary_verified_email(user: User | int | None) -> str:
    """The primary address of a user, otherwise another confirmed one, otherwise an empty string. One query."""
    return verified_addresses(user).values_list("email", flat=True).first() or ""


def has_verified_email(user: User | int | None) -> bool:
    return verified_addresses(user).exists()


def primary_verified_emails(users: Iterable[User | int]) -> dict[int, str]:
    """``primary_verified_email`` of many users, by primary key. One query."""
    found = EmailAddress.objects.filter(user__in=set(users), verified=True).order_by("primary", "-pk")
    return dict(found.values_list("user_id", "email"))


def users_with_verified_email(email: str) -> QuerySet[User]:
    return User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True)


def login_is_verified() -> Exists:
    """For annotating users: whether the address that they log in with is confirmed."""
    return Exists(EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True))
