"""The web server process: ``python -m config.web_server HOST PORT WORKERS THREADS``."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server.mp import MPServer

from config.env.variables import Env
from config.runtime.listener import VARIABLE as LISTENER_VARIABLE
from config.runtime.listener import UnusableListener, inherited_listener, stop_accepting
from config.runtime.parent_watchdog import exit_with_parent, is_supervised

if TYPE_CHECKING:
    from config.page_cache.wrapper import PageCache

# Seconds after which a thread that renders a page lets others run. Python's 0.005 would delay stored pages, which take
# microseconds, several times over, since threads also queue again after each system call.
SWITCH_INTERVAL = 0.0005
STOP_ACCEPTING = signal.SIGUSR1  # from the server process to its workers
SECONDS_TO_READ_REQUESTS = 0.3
SECONDS_FOR_RUNNING_REQUESTS = 20  # after SIGTERM; then they are aborted


def main(host: str, port: str, workers: str, threads: str) -> None:
    if not is_supervised():
        check_services()
    exit_with_parent()
    try:
        listener = inherited_listener()
    except UnusableListener as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    if listener is not None:
        os.environ[LISTENER_VARIABLE] = str(listener)  # for the workers
    if multiprocessing.get_start_method() == "fork":
        load_application()
    WebServer(
        listener,
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
        workers_kill_timeout=SECONDS_FOR_RUNNING_REQUESTS,
    ).serve()


class WebServer(MPServer):
    """A server whose workers accept connections from ``listener``, if there is one, instead of opening sockets.

    On SIGTERM, workers finish the requests that they have received. Connections that they haven't accepted wait in an
    inherited listener for the next server; those in sockets of their own are reset. Granian closes connections from
    which it has read nothing yet, so that workers first accept no more and read what there is.
    """

    def __init__(self, listener: int | None, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.listener = listener

    def _init_shared_socket(self) -> None:
        if self.listener is None:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        os.set_blocking(self.listener, False)
        self._ssp, self._sfd = None, self.listener  # type: ignore[assignment]
        self._shd = SocketHolder(self.listener, False, self.backlog)  # type: ignore[assignment,call-arg]
        self._sso = socket.socket(fileno=self.listener)
        self._sso.set_inheritable(True)

    def _stop_workers(self) -> None:
        if self.listener is not None:
            for worker in self.wrks:
                with suppress(ProcessLookupError):
                    os.kill(worker.inner.pid, STOP_ACCEPTING)
            time.sleep(SECONDS_TO_READ_REQUESTS)
        super()._stop_workers()  # type: ignore[no-untyped-call]


def load_application() -> None:
    """Load everything before the workers are forked, so that they share its memory. Opens no connection.

    Where workers are not forks, as on macOS, each of them loads it.
    """
    from django.urls import get_resolver

    from config import wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018 (loads the views, on which Django would wait until the first request)
    gc.collect()
    gc.freeze()  # a garbage collection in a worker would write to the shared objects, and so copy them


def make_application() -> PageCache:
    """Called in each worker process, which has to exit with the server process."""
    listener = inherited_listener()
    signal.signal(STOP_ACCEPTING, lambda number, frame: stop_accepting(listener))

    sys.setswitchinterval(SWITCH_INTERVAL)
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
