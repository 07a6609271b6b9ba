from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress


class IgnoreUnverifiedEmailMixin:
    """Goes in front of a form of registration: an address that somebody wants to change to is not his yet.

    Else whoever has an account keeps a stranger from making one, by typing the stranger's address as his new one.
    """

    def validate_unique_email(self, value: str) -> Any:
        EmailAddress.objects.filter(email=value.lower(), verified=False).exclude(user__email__iexact=value).delete()
        return super().validate_unique_email(value)  # type: ignore[misc]
