from __future__ import annotations

from django.core.management.base import BaseCommand

from config.runtime.worker import run_worker


class Command(BaseCommand):
    help = "Run background tasks (mails, images, related articles) until told to stop."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        run_worker()
