"""The web server process: ``python -m config.web_server HOST PORT WORKERS THREADS``."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server import Server

from config.env.variables import Env
from config.runtime.parent_watchdog import exit_with_parent, is_supervised

if TYPE_CHECKING:
    from config.page_cache.wrapper import PageCache


def main(host: str, port: str, workers: str, threads: str) -> None:
    if not is_supervised():
        check_services()
    exit_with_parent()
    Server(
        "config.web_server:make_application",
        address=host,
        port=int(port),
        factory=True,
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=logging_config(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


def make_application() -> PageCache:
    """Called in each worker process, which has to exit with the server process."""
    from config.wsgi import application

    exit_with_parent()
    return application


def logging_config() -> dict[str, Any]:
    """Granian's logging with the formatter of LOG_FORMAT."""
    config: dict[str, Any] = deepcopy(LOGGING_CONFIG)
    config["formatters"]["generic"] = {
        "()": "config.runtime.log_formatters.make_formatter",
        "log_format": Env().text("LOG_FORMAT", "text"),
    }
    return config


def check_services() -> None:
    """Run the checks in another process, so that the workers, which are forks of this one, inherit no connection."""
    manage = Path(__file__).resolve().parent.parent / "manage.py"
    if code := subprocess.run([sys.executable, manage, "check_services"]).returncode:  # noqa: S603 (our own command)
        sys.exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:5])
