"""Requests to the WSGI application itself, past Django's test client, which builds requests of its own."""

from typing import NamedTuple

from django.core.signals import request_started
from django.db import close_old_connections

from config.wsgi import application


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    page: str


def respond(environ):
    seen = {}

    def start_response(status, headers, exc_info=None):
        seen.update(status=int(status[:3]), headers=dict(headers))

    # As the test client does: the transaction of the test needs its connection.
    request_started.disconnect(close_old_connections)
    try:
        page = b"".join(application(environ, start_response)).decode()
    finally:
        request_started.connect(close_old_connections)
    return Answer(seen["status"], seen["headers"], page)
