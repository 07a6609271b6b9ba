"""The web server process: ``python -m config.web_server HOST PORT WORKERS THREADS``."""

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from config.parent import end_with_parent


def main(host: str, port: str, workers: str, threads: str) -> None:
    end_with_parent()
    Server(
        "config.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:5])
