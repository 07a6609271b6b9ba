"""Starts the web server and the task worker, and restarts them: ``python -m config.runtime.supervisor``.

``manage.py serve`` becomes this process, with a plan in the environment. It loads no Django, so that it takes 10 MB.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from config.runtime.listener import VARIABLE as LISTENER_VARIABLE
from config.runtime.listener import inherited_listener
from config.runtime.log_formatters import format_output, make_formatter
from config.runtime.output_log import Log
from config.runtime.parent_watchdog import PARENT_VARIABLE, exit_with_parent
from config.runtime.service_manager import ServiceManager

BASE_DIR = Path(__file__).resolve().parents[2]
PLAN_VARIABLE = "COLOPHON_PLAN"  # not an argument, since other users of the machine can see arguments
POLL_INTERVAL = 0.25
MAX_RESTART_DELAY = 30
STABLE_AFTER = 60
SECONDS_TO_START = 60
SHUTDOWN_TIMEOUT = 25  # more than web servers and workers take
ANSWER_TIMEOUT = 2

# By default, each large block that is freed raises the limit up to which glibc keeps freed memory, for each thread:
# uploads of photos added 50 to 100 MB to a web worker, for good. Other C libraries ignore these variables.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "2097152"}


class Plan(NamedTuple):
    """What ``manage.py serve`` knows from the settings. ``greeting`` is printed once the web server responds."""

    host: str
    port: int
    web_command: list[str]
    log_file: str
    log_format: str
    greeting: list[str]


def become_supervisor(plan: Plan, environment: dict[str, str]) -> NoReturn:
    """Replace this process by a supervisor, which has the same process id and inherits inheritable files."""
    os.chdir(BASE_DIR)
    command = [sys.executable, "-m", "config.runtime.supervisor"]
    os.execve(sys.executable, command, environment | {PLAN_VARIABLE: json.dumps(plan._asdict())})  # noqa: S606


def main() -> int:
    """Run the processes until SIGINT, SIGTERM or SIGHUP. Returns the exit code."""
    plan = Plan(**json.loads(os.environ.pop(PLAN_VARIABLE)))
    exit_with_parent()
    manager, listener = ServiceManager(), inherited_listener()
    supervisor = Supervisor(Log(Path(plan.log_file), make_formatter(plan.log_format)))
    try:
        web = supervisor.add("The web server", plan.web_command, listener)
        supervisor.add("The task worker", [sys.executable, "manage.py", "worker"])
        if is_ready(plan.host, plan.port, web, supervisor):
            tell(*plan.greeting, log_format=plan.log_format)
            manager.tell("READY=1")
            supervisor.run(lambda: manager.keep_alive(lambda: supervisor.is_healthy(plan.host, plan.port)))
    finally:
        manager.tell("STOPPING=1")
        supervisor.stop()
    if not supervisor.stopping:
        print("The web server did not start; the lines above say why.", file=sys.stderr)
        return 2
    tell("Stopped.", log_format=plan.log_format)
    return 0


def tell(*texts: str, log_format: str) -> None:
    sys.stdout.writelines(format_output(text, log_format) for text in texts)
    sys.stdout.flush()


class Child:
    """A process that is restarted when it exits: after 1 second, or after 2, 4, … 30 while it keeps failing."""

    def __init__(self, name: str, command: Sequence[str], log: Log, listener: int | None = None) -> None:
        self.name, self.command, self.log = name, command, log
        self.listeners = {LISTENER_VARIABLE: listener} if listener is not None else {}
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
            env={
                **ALLOCATOR,
                **os.environ,
                PARENT_VARIABLE: str(os.getpid()),
                "PYTHONUNBUFFERED": "1",
                **{name: str(descriptor) for name, descriptor in self.listeners.items()},
            },
            pass_fds=tuple(self.listeners.values()),
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

    def add(self, name: str, command: Sequence[str], listener: int | None = None) -> Child:
        """Start a child, which gets the descriptor of the listening socket, if there is one."""
        child = Child(name, command, self.log, listener)
        child.start()
        self.children.append(child)
        return child

    def run(self, each_round: Callable[[], None] = lambda: None) -> None:
        while not self.stopping:
            for child in self.children:
                child.keep_alive()
            each_round()
            time.sleep(POLL_INTERVAL)

    def is_healthy(self, host: str, port: int) -> bool:
        """Whether all children run and the web server responds: with any status, since databases may be down."""
        return all(child.is_alive() for child in self.children) and b"HTTP/" in ask_health(host, port, ANSWER_TIMEOUT)

    def stop(self) -> None:
        for child in self.children:
            if child.is_alive():
                child.process.terminate()
        deadline = time.monotonic() + SHUTDOWN_TIMEOUT
        for child in self.children:
            child.stop(deadline)


def is_ready(host: str, port: int, web: Child, supervisor: Supervisor) -> bool:
    """Wait for the first response. False if the server exits first or the supervisor has to stop."""
    deadline = time.monotonic() + SECONDS_TO_START
    while web.is_alive() and time.monotonic() < deadline and not supervisor.stopping:
        if status_line := ask_health(host, port, timeout=10):
            return b" 200 " in status_line
        time.sleep(0.05)
    return False


def ask_health(host: str, port: int, timeout: float) -> bytes:
    """The first line of the response of /healthz, or nothing if there is none."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((host, port), timeout) as link, link.makefile("rwb") as stream:
            stream.write(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            stream.flush()
            return stream.readline()
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main())
