from __future__ import annotations

import http.client
import os
import socket
import sys
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from config import demo
from config.parent import end_with_parent
from config.preparation import prepare
from config.supervisor import Child, Log, Supervisor

SECONDS_TO_START = 60


class Command(BaseCommand):
    help = "Prepare the blog and run it: web server and task worker, until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        end_with_parent()
        check_port(settings.HOST, settings.PORT)
        check_folder()
        try:
            prepare(self.stdout.write)
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}", returncode=2) from error
        logins = demo.logins() if settings.LOAD_DEMO else []
        has_administrator = get_user_model().objects.filter(is_superuser=True).exists()
        connection.close()
        supervisor = Supervisor(Log(settings.DATA_DIR / "logs" / "colophon.log"))
        try:
            web = supervisor.add("The web server", web_command())
            supervisor.add("The task worker", [sys.executable, "manage.py", "worker"])
            if is_ready(web, supervisor):
                self.greet(has_administrator, logins)
                supervisor.run()
        finally:
            supervisor.stop()
        if not supervisor.stopping:
            raise CommandError("The web server did not start; the lines above say why.", returncode=2)
        self.stdout.write("Stopped.")

    def greet(self, has_administrator: bool, logins: list[str]) -> None:
        self.stdout.write(f"\nThe blog   {settings.SITE_URL}/\nIts admin  {settings.SITE_URL}/admin/\n")
        for line in logins:
            self.stdout.write(f"           {line}")
        if not has_administrator:
            self.stdout.write("Make yourself an account for it: .venv/bin/python manage.py createsuperuser")
        self.stdout.write("Stop both with Ctrl-C.\n")
        self.stdout.flush()


def web_command() -> list[str]:
    numbers = (settings.PORT, settings.WEB_WORKERS, settings.WEB_THREADS)
    return [sys.executable, "-m", "config.web_server", settings.HOST, *map(str, numbers)]


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(
                f"Cannot listen on HOST={host} PORT={port}: {reason}. Try another, such as PORT={port + 1}.",
                returncode=2,
            ) from error


def check_folder() -> None:
    if not os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        raise CommandError(f"DATA_DIR={str(settings.DATA_DIR)!r} cannot be written.", returncode=2)


def is_ready(web: Child, supervisor: Supervisor) -> bool:
    """Wait for the first answer. False when the server ends first or somebody says stop."""
    host = "127.0.0.1" if settings.HOST == "0.0.0.0" else settings.HOST  # noqa: S104
    deadline = time.monotonic() + SECONDS_TO_START
    while web.is_alive() and time.monotonic() < deadline and not supervisor.stopping:
        link = http.client.HTTPConnection(host, settings.PORT, timeout=10)
        try:
            link.request("GET", "/healthz", headers={"Host": "localhost"})
            return link.getresponse().status == http.HTTPStatus.OK
        except OSError:
            time.sleep(0.05)
        finally:
            link.close()
    return False
