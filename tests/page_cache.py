"""Django's test client with the page cache in front of Django, as in production."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from unittest.mock import patch

from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import client

from blog.cache import version_reader
from blog.templatetags.components import render_component
from config.page_cache.lookup import store
from config.page_cache.store import PageStore
from config.page_cache.wrapper import PageCache


def forget_pages():
    """Empty the store of pages and the cache of their parts."""
    store.clear()
    caches["pages"].clear()


def is_hit(response):
    return response.headers.get("Cache-Status", "").startswith("colophon; hit")


@contextmanager
def rendered_again():
    """Without anything stored, but what is stored remains."""
    with (
        patch("config.page_cache.lookup.store", PageStore(0)),
        patch("blog.cache.pages.caches", {"pages": DummyCache("", {})}),
        patch("blog.templatetags.components.render_component", render_component.__wrapped__),
    ):
        yield


@contextmanager
def versions_in_file(path, monkeypatch):
    """Versions are read from a SQLite file, as in production, and not from the database of the test in memory.

    The value is a connection that changes them.
    """
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA journal_mode = wal")
    link.execute("CREATE TABLE blog_pageversion (tag TEXT PRIMARY KEY, version INTEGER)")
    settings = {**connections.settings["default"], "OPTIONS": {}, "NAME": str(path)}
    monkeypatch.setattr(version_reader, "connection", DatabaseWrapper(settings))
    monkeypatch.setattr(version_reader, "committed", version_reader.CommittedVersions())
    yield link
    link.close()
    version_reader.committed.close()


class CachingHandler(client.ClientHandler):
    """Responds as the WSGI application does. ``response.context`` is empty for stored pages."""

    def __call__(self, environ):
        if self._middleware_chain is None:
            self.load_middleware()
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        try:
            return self.respond(environ)
        finally:
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)
            if threading.current_thread() is not threading.main_thread():
                version_reader.committed.close()

    def respond(self, environ):
        rendered, sent = [], []
        page_cache = PageCache(lambda environ, start_response: self.render(environ, start_response, rendered))
        body = page_cache(environ, lambda *status_and_headers: sent.append(status_and_headers))
        (status, headers), *_ = sent
        if isinstance(body, HttpResponseBase):
            return finish(body)
        response = HttpResponse(b"".join(body), status=int(status[:3]))
        response.headers = type(response.headers)(dict(headers))
        response.wsgi_request = rendered[0].wsgi_request if rendered else WSGIRequest(environ)
        return response

    def render(self, environ, start_response, rendered):
        """What WSGIHandler does, with the request at the response, as tests expect."""
        request_started.send(sender=self.__class__, environ=environ)
        request = WSGIRequest(environ)
        request._dont_enforce_csrf_checks = not self.enforce_csrf_checks
        response = self.get_response(request)
        response.wsgi_request = request
        rendered.append(response)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response


def finish(response):
    """What Django's handler does with a response that was not stored."""
    client.conditional_content_removal(response.wsgi_request, response)
    if response.streaming:
        response.streaming_content = client.closing_iterator_wrapper(response.streaming_content, response.close)
    else:
        response.close()
    return response
