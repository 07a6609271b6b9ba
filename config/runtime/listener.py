"""A listening socket that systemd opened, sd_listen_fds(3). Connections wait in it while the web server restarts."""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping

FIRST_DESCRIPTOR = 3
VARIABLE = "COLOPHON_LISTENER"  # how the supervisor passes the descriptor on


class UnusableListener(Exception):
    """The message is for operators."""


def inherited_listener(environment: MutableMapping[str, str] = os.environ) -> int | None:
    """The descriptor of the socket, or None. Child processes don't find it again."""
    if number := environment.pop(VARIABLE, ""):
        return int(number)
    process, count = environment.pop("LISTEN_PID", ""), environment.pop("LISTEN_FDS", "0")
    environment.pop("LISTEN_FDNAMES", None)
    if process != str(os.getpid()):
        return None
    if count != "1" or address_of(FIRST_DESCRIPTOR) is None:
        raise UnusableListener("The socket unit must have one ListenStream, with an IP address and a port.")
    return FIRST_DESCRIPTOR


def address_of(descriptor: int) -> tuple[str, int] | None:
    """Host and port; None for other sockets."""
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        if listener.family not in {socket.AF_INET, socket.AF_INET6} or listener.type != socket.SOCK_STREAM:
            return None
        host, port = listener.getsockname()[:2]
        return host, port


def stop_accepting(descriptor: int | None) -> None:
    """Let this process accept no more connections from the listener. Other processes still can.

    The descriptor is replaced by a listener that nobody connects to: closing it would be an error for the server, and
    shutting it down would end it for all processes.
    """
    if descriptor is not None:
        with socket.create_server(("127.0.0.1", 0)) as unused:
            unused.setblocking(False)
            os.dup2(unused.fileno(), descriptor)
