from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.middleware.maintenance_mode import CHECK_INTERVAL, MAX_MESSAGE_LENGTH, flag_file, read_message


class Command(BaseCommand):
    help = "Close the blog for readers (on), open it again (off), or show which applies. Staff can always log in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("state", nargs="?", choices=["on", "off"])
        parser.add_argument("--message", default="", help="plain text to show to readers")

    def handle(self, *args: Any, state: str | None, message: str, **options: Any) -> None:
        text = message.strip()
        if text and state != "on":
            raise CommandError("A message needs the state on: maintenance on --message '…'", returncode=2)
        if len(text) > MAX_MESSAGE_LENGTH:
            raise CommandError(f"The message is longer than {MAX_MESSAGE_LENGTH} characters.", returncode=2)
        try:
            if state == "on":
                flag_file().write_text(text, encoding="utf-8")
            elif state == "off":
                flag_file().unlink(missing_ok=True)
        except OSError as error:
            raise CommandError(f"{flag_file()} cannot be changed: {error.strerror}.", returncode=2) from error
        if state:
            time.sleep(CHECK_INTERVAL)  # then all processes have noticed
        self.stdout.write(describe(read_message()))


def describe(message: str | None) -> str:
    if message is None:
        return "The blog is open."
    return f"The blog is closed for readers: {message or 'they see the default text.'}"
