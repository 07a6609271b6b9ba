from __future__ import annotations

from django.core.management.base import BaseCommand

from accounts.allauth.mfa.key_rotation import rotate_all
from accounts.allauth.models import Authenticator


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors with SECRET_KEY where an older key was used."

    def handle(self, *args: object, **options: object) -> None:
        changed, unreadable = rotate_all(Authenticator.objects.all())
        self.stdout.write(f"{changed} second factors encrypted with SECRET_KEY.")
        if unreadable:
            self.stderr.write(
                f"{unreadable} were encrypted with an unknown key. Add it to SECRET_KEY_FALLBACKS and run this again."
            )
