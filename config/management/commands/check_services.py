from __future__ import annotations

from django.core.management.base import BaseCommand

from config.runtime.startup_checks import check_services


class Command(BaseCommand):
    help = "Check the database, Redis and the bucket, as at every start, and report the first problem."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        check_services()
