from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.utils import timezone


class FormTimestamp:
    """When a form was rendered, in a signed hidden field. Each form has its own ``salt``."""

    def __init__(self, salt: str) -> None:
        self.salt = salt

    @property
    def signer(self) -> signing.Signer:
        return signing.Signer(salt=self.salt)

    def create(self, at: datetime | None = None) -> str:
        return self.signer.sign(f"{(at or timezone.now()).timestamp():.3f}")

    def age(self, value: str) -> float | None:
        """Seconds since ``create``; None if the value is missing or forged."""
        try:
            return timezone.now().timestamp() - float(self.signer.unsign(value))
        except (signing.BadSignature, ValueError):
            return None
