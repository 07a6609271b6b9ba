"""``manage.py serve`` prepares the blog with Django, and is then replaced by the supervisor, which needs none."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sys
from typing import IO, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from config.runtime.bootstrap import bootstrap
from config.runtime.listener import UnusableListener, address_of, inherited_listener
from config.runtime.log_formatters import format_output
from config.runtime.parent_watchdog import exit_with_parent
from config.runtime.startup_checks import check_services
from config.runtime.supervisor import Plan, become_supervisor


def serve(stdout: OutputWrapper) -> NoReturn:
    """Bootstrap the blog and become its supervisor. CommandError if it cannot start."""
    environment = dict(os.environ)  # before exit_with_parent() changes it
    exit_with_parent()
    check_folder()
    lock = lock_folder()
    host, port = listening_address()
    check_services()

    def report(text: str) -> None:
        stdout.write(format_output(text, settings.LOG_FORMAT))
        stdout.flush()

    try:
        bootstrap(report)
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used: {str(error).strip()}", returncode=2) from error
    plan = Plan(
        host=host,
        port=port,
        web_command=web_command(),
        log_file=str(settings.DATA_DIR / "logs" / "colophon.log"),
        log_format=settings.LOG_FORMAT,
        greeting=greeting_lines(),
    )
    connection.close()
    os.set_inheritable(lock.fileno(), True)
    become_supervisor(plan, environment)


def greeting_lines() -> list[str]:
    """What to print once the blog is running. Two queries."""
    address = address_to_open()
    lines = [f"\nThe blog   {address}/\nIts admin  {address}/admin/\n"]
    if settings.LOAD_DEMO:
        lines += [f"           {line}" for line in import_string(settings.DEMO_LOGINS)()]
    if not get_user_model().objects.filter(is_superuser=True).exists():
        lines.append("Make yourself an account for it: .venv/bin/python manage.py createsuperuser")
    return [*lines, "Stop both with Ctrl-C.\n"]


def address_to_open() -> str:
    """SITE_URL, with localhost instead of a loopback address, for which browsers have no passkeys."""
    place = urlsplit(settings.SITE_URL)
    if place.hostname in {"127.0.0.1", "::1"}:
        place = place._replace(netloc=f"localhost:{place.port}" if place.port else "localhost")
    return place.geturl()


def web_command() -> list[str]:
    numbers = (settings.PORT, settings.WEB_WORKERS, settings.WEB_THREADS)
    return [sys.executable, "-m", "config.web_server", settings.HOST, *map(str, numbers)]


def listening_address() -> tuple[str, int]:
    """The address of the socket that systemd has opened, or else HOST and PORT, which must be free."""
    try:
        listener = inherited_listener(dict(os.environ))
    except UnusableListener as error:
        raise CommandError(str(error), returncode=2) from error
    if listener is not None and (address := address_of(listener)):
        return address
    check_port(settings.HOST, settings.PORT)
    return settings.HOST, settings.PORT


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(
                f"Cannot listen on HOST={host} PORT={port}: {reason}. {remedy(error, port)}", returncode=2
            ) from error


def remedy(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Try another, such as PORT={port + 1 if port < 65535 else port - 1}."
    if error.errno == errno.EACCES:
        return "Ports below 1024 are for root: use PORT=8000, and a proxy in front of it."
    return "HOST must be an address of this machine: 127.0.0.1 for this machine only, 0.0.0.0 for other machines too."


def check_folder() -> None:
    if not os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        raise CommandError(
            f"DATA_DIR={str(settings.DATA_DIR)!r} cannot be written; name a folder that this user can write to.",
            returncode=2,
        )


def lock_folder() -> IO[str]:
    """Make sure that only one process serves this DATA_DIR: two would migrate and log concurrently.

    The operating system releases the lock when the process ends, even by a crash.
    """
    file = (settings.DATA_DIR / "serve.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise CommandError(
            f"The blog in DATA_DIR={str(settings.DATA_DIR)!r} is running already, as process {file.read()}. "
            f"Stop that first, or set another DATA_DIR and PORT.",
            returncode=2,
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
