"""The check of a pooled connection before it is used. Needs the packages of the extra ``postgres``."""

from __future__ import annotations

import select
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_if_readable(connection: Connection[Any]) -> None:
    """Raises OperationalError if the server closed the connection while it was idle. The pool then replaces it.

    Takes microseconds: only if something has arrived on an idle connection, such as its end, is the server asked. So
    requests after a restart of the database don't fail on the connections from before.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(connection)
