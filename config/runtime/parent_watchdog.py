"""Ends processes when their parent has died, so that no server is left on the port."""

import os
import signal
import threading
import time

PARENT_VARIABLE = "COLOPHON_PARENT"
POLL_INTERVAL = 0.5


def is_supervised() -> bool:
    return PARENT_VARIABLE in os.environ


def exit_with_parent() -> None:
    """Start a thread that terminates this process when its parent has died. Children of this process do the same.

    The parent passes its process id in the environment, because it may die before this process could ask for it. A
    process without a supervisor has no parent to watch, but its children watch it.
    """
    parent = os.environ.get(PARENT_VARIABLE)
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    if parent:
        threading.Thread(target=_watch, args=(int(parent),), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
