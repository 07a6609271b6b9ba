"""Processes that are started, killed and started again, each waited for until it responds."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

POSTGRES = Path("/usr/lib/postgresql/15/bin")
SECONDS_TO_START = 60


class Service:
    """A process with its own log file. ``is_ready`` says whether it responds."""

    def __init__(
        self,
        name: str,
        command: list[str],
        folder: Path,
        is_ready: Callable[[], bool],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
    ) -> None:
        self.name, self.command, self.is_ready = name, command, is_ready
        self.options = {"env": env, "cwd": cwd, "user": user, "extra_groups": [] if user else None}
        self.log = folder / f"{name.replace(' ', '-')}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.groups: list[int] = []

    def start(self) -> None:
        """Start it and wait until it responds. Tries again while something of a killed predecessor is in the way."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                with self.log.open("ab") as log:
                    self.process = subprocess.Popen(
                        self.command, stdout=log, stderr=log, start_new_session=True, **self.options
                    )
                self.groups.append(self.process.pid)
            if self.is_ready():
                return
            time.sleep(0.05)
        raise SystemExit(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """SIGKILL for the process itself; what it started has to notice."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def terminate(self) -> float:
        """SIGTERM; returns how many seconds it took to end."""
        assert self.process
        started = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - started

    def end(self) -> None:
        """Kill it and everything that it started, also before it was killed the last time."""
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if self.process:
            self.process.wait()


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def postgres(folder: Path, port: int) -> Service:
    """A cluster of its own, which belongs to the user postgres if this user is root: PostgreSQL refuses root."""
    user = "postgres" if os.getuid() == 0 else None
    data = folder / "postgres"
    data.mkdir(mode=0o700)
    if user:
        os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    arguments = ["-D", str(data), "-U", "postgres", "--auth", "trust", "--encoding", "UTF8"]
    subprocess.run([POSTGRES / "initdb", *arguments], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
    command = [str(POSTGRES / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data), "-h", "127.0.0.1"]

    def is_ready() -> bool:
        arguments = [POSTGRES / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        return subprocess.run(arguments, check=False).returncode == 0

    return Service("database", command, folder, is_ready, user=user, cwd=Path("/"))


def redis(folder: Path, port: int) -> Service:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    return Service("Redis", command, folder, lambda: accepts(port))


def object_store(folder: Path, port: int) -> Service:
    """Storage with the interface of S3; public to readers, as the bucket of a blog is."""
    command = [str(Path(".venv/bin/moto_server").absolute()), "-H", "127.0.0.1", "-p", str(port)]
    return Service("S3", command, folder, lambda: accepts(port))
