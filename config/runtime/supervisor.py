from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType

from config.runtime.log_formatters import make_record
from config.runtime.parent_watchdog import PARENT_VARIABLE

BASE_DIR = Path(__file__).resolve().parents[2]
POLL_INTERVAL = 0.25
MAX_RESTART_DELAY = 30
STABLE_AFTER = 60
SHUTDOWN_TIMEOUT = 10


class Child:
    """A process that is restarted when it exits: after 1 second, or after 2, 4, … 30 while it keeps failing."""

    def __init__(self, name: str, command: Sequence[str], log: Log) -> None:
        self.name, self.command, self.log = name, command, log
        self.failures = 0
        self.due = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        # In its own session, so that Ctrl-C only reaches the supervisor, which then stops its children.
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            cwd=BASE_DIR,
            env={**os.environ, PARENT_VARIABLE: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
        )
        self.reader = threading.Thread(target=self.log.copy, args=(self.process.stdout or (),), daemon=True)
        self.reader.start()

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def keep_alive(self) -> None:
        now = time.monotonic()
        if self.is_alive():
            return
        if not self.due:
            self.failures = 0 if now - self.started > STABLE_AFTER else self.failures + 1
            wait = min(MAX_RESTART_DELAY, 2 ** max(0, self.failures - 1))
            self.due = now + wait
            self.log.write_message(
                f"{self.name} ended with code {self.process.returncode}; starting it again in {wait} s."
            )
        elif now >= self.due:
            self.due = 0.0
            self.start()

    def stop(self, deadline: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join(1)


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


class Supervisor:
    """Runs its children until it receives SIGINT, SIGTERM or SIGHUP, and then stops them."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.children: list[Child] = []
        # Not a threading.Event: a signal handler that runs while its lock is held would deadlock.
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup has the process ignore SIGHUP.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self.handle_signal)

    def handle_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def add(self, name: str, command: Sequence[str]) -> Child:
        child = Child(name, command, self.log)
        child.start()
        self.children.append(child)
        return child

    def run(self) -> None:
        while not self.stopping:
            for child in self.children:
                child.keep_alive()
            time.sleep(POLL_INTERVAL)

    def stop(self) -> None:
        for child in self.children:
            if child.is_alive():
                child.process.terminate()
        deadline = time.monotonic() + SHUTDOWN_TIMEOUT
        for child in self.children:
            child.stop(deadline)
