"""Supervised processes end when their parent does, however it died: no server is left on the port."""

import os
import signal
import threading
import time

SUPERVISED = "COLOPHON_SUPERVISED"
SECONDS = 0.5


def end_with_parent() -> None:
    """Ask this process to end once its parent is gone. Does nothing in a process that nobody supervises."""
    if SUPERVISED in os.environ:
        threading.Thread(target=_watch, args=(os.getppid(),), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
