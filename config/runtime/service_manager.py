"""Tells systemd how the blog is doing: sd_notify(3) and, for units with a watchdog, sd_watchdog_enabled(3)."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, MutableMapping
from contextlib import suppress

CHECKS_PER_TIMEOUT = 4  # so that one slow answer does not end the service


class ServiceManager:
    """Removes the variables that systemd sets, since children must not use them. Without them, it does nothing."""

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        self.address = environment.pop("NOTIFY_SOCKET", "")
        process = environment.pop("WATCHDOG_PID", "")
        timeout = environment.pop("WATCHDOG_USEC", "")
        is_watched = timeout.isdecimal() and process in {"", str(os.getpid())}
        self.interval = int(timeout) / 1_000_000 / CHECKS_PER_TIMEOUT if is_watched else 0.0
        self.next_check = 0.0

    def tell(self, state: str) -> None:
        """Send a state such as ``READY=1``. A service manager that doesn't listen is ignored."""
        if not self.address:
            return
        # A name that begins with @ is in the abstract namespace.
        address = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.sendto(state.encode(), address)

    def keep_alive(self, is_healthy: Callable[[], bool]) -> None:
        """Reset the watchdog if ``is_healthy()``, which is asked once per interval. Call it often."""
        if self.interval and time.monotonic() >= self.next_check:
            self.next_check = time.monotonic() + self.interval
            if is_healthy():
                self.tell("WATCHDOG=1")
