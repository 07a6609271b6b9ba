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

from config.log_formatters import make_record
from config.runtime.parent_watchdog import PARENT_VARIABLE

BASE_DIR = Path(__file__).resolve().parents[2]
POLL_INTERVAL = 0.25
MAX_RESTART_DELAY = 30
STABLE_AFTER = 60
SHUTDOWN_TIMEOUT = 10


class Child:
    """A process that is started again when it ends, after 1, 2, 4 … 30 seconds while it keeps failing."""

    def __init__(self, name: str, command: Sequence[str], log: Log) -> None:
        self.name, self.command, self.log = name, command, log
        self.failures = 0
        self.due = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches the supervisor only, which ends its children in order.
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
            self.log.say(f"{self.name} ended with code {self.process.returncode}; starting it again in {wait} s.")
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
        """On a full disk the line is lost, and not replaced by a traceback. The next line opens the file again."""
        with suppress(OSError):
            self.close()


class Log:
    """What the children print, on the terminal and in a file that turns over at 5 MB."""

    def __init__(self, path: Path, formatter: logging.Formatter) -> None:
        self.formatter = formatter
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = LogFile(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)
        self.file.terminator = ""

    def say(self, message: str) -> None:
        """A line of the supervisor's own, in the format of all others."""
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
    """Runs its children until it is told to stop, and leaves none behind."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.children: list[Child] = []
        # No Event: a signal that comes while its lock is held would wait for that lock for ever.
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup asks to outlive the terminal.
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
