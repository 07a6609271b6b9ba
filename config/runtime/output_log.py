"""The log of the processes that the supervisor runs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from config.runtime.log_formatters import make_record


class LogFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """On a full disk, drop the line instead of printing a traceback. The next line opens the file again."""
        with suppress(OSError):
            self.close()


class Log:
    """Copies the output of the children to the terminal and to a file that is rotated at 5 MB."""

    def __init__(self, path: Path, formatter: logging.Formatter) -> None:
        self.formatter = formatter
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = LogFile(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)
        self.file.terminator = ""

    def write_message(self, message: str) -> None:
        """Log a line of the supervisor itself."""
        self.write(self.formatter.format(make_record("config.runtime.supervisor", logging.WARNING, message)) + "\n")

    def copy(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def write(self, line: str) -> None:
        self.file.handle(make_record("", logging.INFO, line))
        with suppress(OSError, ValueError):
            sys.stdout.write(line)
            sys.stdout.flush()
