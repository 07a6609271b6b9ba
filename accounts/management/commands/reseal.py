from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand

from accounts.allauth.mfa.key_rotation import rotate_all


class Command(BaseCommand):
    help = "Seal the secrets of second factors anew with SECRET_KEY, where an older key sealed them."

    def handle(self, *args: object, **options: object) -> None:
        changed, unreadable = rotate_all(Authenticator.objects.all())
        self.stdout.write(f"{changed} second factors sealed anew.")
        if unreadable:
            self.stderr.write(
                f"{unreadable} were sealed with a key that is not known here. "
                "Name it in SECRET_KEY_FALLBACKS and run this again."
            )
