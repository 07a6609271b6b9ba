from __future__ import annotations

from django.core.management.base import BaseCommand

from config.runtime.task_recovery import discard_queued_mails


class Command(BaseCommand):
    help = "Delete queued mails. Use it after restoring a backup: they were sent after the backup was made."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{discard_queued_mails()} queued tasks that send mail were deleted.")
