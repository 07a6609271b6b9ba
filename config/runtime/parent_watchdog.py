"""Supervised processes end when their parent does, however it died: no server is left on the port."""

import os
import signal
import threading
import time

PARENT_VARIABLE = "COLOPHON_PARENT"
POLL_INTERVAL = 0.5


def is_supervised() -> bool:
    return PARENT_VARIABLE in os.environ


def exit_with_parent() -> None:
    """Ask this process to end once its parent is gone, and its own children once it is gone itself.

    The parent says in the environment who it is, for it may die before this process is awake enough to ask. Does
    nothing in a process that nobody supervises.
    """
    if parent := os.environ.get(PARENT_VARIABLE):
        os.environ[PARENT_VARIABLE] = str(os.getpid())
        threading.Thread(target=_watch, args=(int(parent),), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
