from __future__ import annotations

from django.core.management.base import BaseCommand

from config.runtime.serve import serve


class Command(BaseCommand):
    help = "Prepare the blog and run it: web server and task worker, until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        serve(self.stdout)
