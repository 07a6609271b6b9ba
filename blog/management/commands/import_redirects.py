from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.importing.redirects import import_redirects


class Command(BaseCommand):
    help = "Import redirects from a CSV file with two columns: old URL, new URL (410 for a deleted page)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="report without storing anything")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} is not UTF-8. Save it as UTF-8 and try again.") from error
        report = import_redirects(text, dry_run=options["dry_run"])
        for row, reason in report.refused:
            self.stderr.write(f"Line {row.line}: {row.old or '(empty)'}: {reason}")
        counts = f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged"
        self.stdout.write(f"{counts}, {len(report.refused)} rejected.")
        if options["dry_run"]:
            self.stdout.write("Nothing was stored.")
