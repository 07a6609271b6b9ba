from __future__ import annotations

from django.core.management.base import BaseCommand

from demo import load


class Command(BaseCommand):
    help = "Load the demo blog, if the installation is empty."

    def handle(self, *args: object, **options: object) -> None:
        if load.was_loaded():
            return
        if load.has_content() or not self.load():
            self.stdout.write("The blog has content already; the demo was not loaded.")

    def load(self) -> bool:
        """False if the blog has content, unless another process has loaded the demo in the meantime."""
        self.stdout.write("Loading the demo blog …")
        return load.load_demo() or load.was_loaded()
