from __future__ import annotations

from django.core.management.base import BaseCommand

from blog.cache.versions import invalidate


class Command(BaseCommand):
    help = (
        "Make all cached pages stale, here and in the caches of PURGE_URLS. "
        "Use it after changes made directly in the database, and after an upgrade behind such caches."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        invalidate("site", "posts")
        self.stdout.write("All pages will be rendered again.")
